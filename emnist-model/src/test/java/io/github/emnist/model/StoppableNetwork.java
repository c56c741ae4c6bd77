package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.internal.InferenceNetwork;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Images of one pixel, and two "probabilities" of each: the pixel and its negative. Each run waits
 * until the test lets it end.
 */
final class StoppableNetwork implements InferenceNetwork {
  private final Semaphore runs = new Semaphore(0);
  private final AtomicInteger running = new AtomicInteger();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private volatile RuntimeException failure;
  private final AtomicInteger closed = new AtomicInteger();

  /** Lets so many runs end. */
  void allow(int count) {
    runs.release(count);
  }

  /** Lets all end from now on. */
  StoppableNetwork free() {
    allow(Integer.MAX_VALUE / 2);
    return this;
  }

  void failWith(RuntimeException e) {
    failure = e;
  }

  /** Images of each run, in the order in which they began. */
  List<Integer> sizes() {
    return sizes;
  }

  int running() {
    return running.get();
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    try {
      if (images.length != count) {
        throw new IllegalArgumentException("images: found " + images.length);
      }
      running.incrementAndGet();
      sizes.add(count);
      boolean interrupted = Thread.interrupted();
      assertThat(runs.tryAcquire(1, TimeUnit.MINUTES)).isTrue();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw failure;
      }
      float[] answers = new float[2 * count];
      for (int i = 0; i < count; i++) {
        answers[2 * i] = images[i];
        answers[2 * i + 1] = -images[i];
      }
      return answers;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      running.decrementAndGet();
    }
  }

  /** How often it was closed. */
  int closed() {
    return closed.get();
  }

  @Override
  public void close() {
    assertThat(running).as("running while it is closed").hasValue(0);
    closed.incrementAndGet();
  }
}
