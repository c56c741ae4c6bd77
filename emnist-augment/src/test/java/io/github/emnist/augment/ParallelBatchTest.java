package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.augment.Augmentation.Threads;
import io.github.emnist.augment.Transforms.TransformSequence;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ParallelBatchTest {
  private static final int COUNT = 301;
  private static final byte[] SOURCE = Images.noise(28, 28 * COUNT, 1).toBytes();
  private static final Augmentation PIPELINE = Augmentation.randAugment(2, 15);

  private final ExecutorService threads = Executors.newFixedThreadPool(3);

  @AfterEach
  void stop() throws InterruptedException {
    threads.shutdownNow();
    assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void givesTheSameBytesOnAnyNumberOfThreads() {
    byte[] expected = new byte[SOURCE.length];
    PIPELINE.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(expected, 28, 28), 1, 2, 3);
    for (int parallelism : new int[] {1, 2, 3, 7, 1000, Integer.MAX_VALUE}) {
      for (int count : new int[] {0, 1, 2, COUNT}) {
        byte[] target = new byte[SOURCE.length];
        PIPELINE.apply(
            Pixels.of(SOURCE, 0, count, 28, 28),
            Pixels.of(target, 0, count, 28, 28),
            1,
            2,
            3,
            new Threads(limited(), parallelism));
        byte[] part = expected.clone();
        java.util.Arrays.fill(part, count * 784, part.length, (byte) 0);
        assertThat(target).isEqualTo(part);
      }
    }
  }

  /** More than a few waiting tasks would be useless. */
  private java.util.concurrent.Executor limited() {
    int[] left = {8};
    return task -> {
      if (left[0]-- <= 0) {
        throw new RejectedExecutionException("enough");
      }
      threads.execute(task);
    };
  }

  @Test
  void worksAloneIfTheExecutorRejects() {
    byte[] expected = new byte[SOURCE.length];
    PIPELINE.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(expected, 28, 28), 1, 2, 3);
    threads.shutdown();
    byte[] target = new byte[SOURCE.length];
    PIPELINE.apply(
        Pixels.of(SOURCE, 28, 28), Pixels.of(target, 28, 28), 1, 2, 3, new Threads(threads, 3));
    assertThat(target).isEqualTo(expected);
  }

  @Test
  void passesExceptionsOfTransformsOn() {
    RandomTransform broken =
        random -> {
          throw new IllegalStateException("broken");
        };
    byte[] target = new byte[SOURCE.length];
    assertThatThrownBy(
            () ->
                Augmentation.of(broken)
                    .apply(
                        Pixels.of(SOURCE, 28, 28),
                        Pixels.of(target, 28, 28),
                        1,
                        2,
                        3,
                        new Threads(threads, 3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }

  /** Running tasks must end before the caller gets its array back. */
  @Test
  void waitsForAcceptedTasksAfterAFailure() {
    for (Throwable thrown :
        java.util.List.of(new IllegalStateException("full"), new StackOverflowError("full"))) {
      CountDownLatch working = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      AtomicBoolean ended = new AtomicBoolean();
      AtomicInteger begun = new AtomicInteger();
      RandomTransform slow =
          random -> {
            begun.incrementAndGet();
            working.countDown();
            await(mayEnd);
            ended.set(true);
            return new TransformSequence(java.util.List.of());
          };
      int[] accepted = {0};
      Executor second =
          task -> {
            if (accepted[0]++ == 0) {
              threads.execute(task);
              await(working);
              return;
            }
            // Long enough to detect an early return.
            threads.execute(
                () -> {
                  pause();
                  mayEnd.countDown();
                });
            ParallelBatchTest.<RuntimeException>sneak(thrown);
          };
      byte[] target = new byte[784 * 24];
      assertThatThrownBy(
              () ->
                  Augmentation.of(slow)
                      .apply(
                          Pixels.of(SOURCE, 0, 24, 28, 28),
                          Pixels.of(target, 28, 28),
                          1,
                          2,
                          3,
                          new Threads(second, 3)))
          .isSameAs(thrown);
      assertThat(ended).isTrue();
      assertThat(begun).as("images of the one part that was begun").hasValue(1);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @Test
  void finishesAlthoughInterrupted() {
    byte[] expected = new byte[SOURCE.length];
    PIPELINE.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(expected, 28, 28), 1, 2, 3);
    byte[] target = new byte[SOURCE.length];
    Thread.currentThread().interrupt();
    PIPELINE.apply(
        Pixels.of(SOURCE, 28, 28), Pixels.of(target, 28, 28), 1, 2, 3, new Threads(threads, 3));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(target).isEqualTo(expected);
  }

  @Test
  void refusesZeroThreads() {
    assertThatThrownBy(() -> new Threads(threads, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("threads (0) must lie in [1, 2147483647]");
  }
}
