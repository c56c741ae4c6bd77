package io.github.emnist.model;

import io.github.emnist.model.internal.InferenceNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;

/** Calls of several threads that share one run of the network. */
final class MicroBatch {
  /** Where the first caller, which will run it, waits until it may. */
  final Condition turn;

  /** When the first caller has waited for others long enough. */
  final long deadline;

  private final int maxImages;

  /** These are the gate's until the batch starts, and do not change then. */
  private final List<byte[]> calls = new ArrayList<>();

  private int images;
  private boolean full;
  private boolean started;

  private final CountDownLatch done = new CountDownLatch(1);

  /** One of them is set before {@link #wake}. */
  private float[] probabilities;

  private Throwable failure;

  MicroBatch(Condition turn, long deadline, int maxImages) {
    this.turn = turn;
    this.deadline = deadline;
    this.maxImages = maxImages;
  }

  int calls() {
    return calls.size();
  }

  int images() {
    return images;
  }

  /** The position of the call's first image. */
  int join(byte[] pixels, int count) {
    int first = images;
    calls.add(pixels);
    images += count;
    return first;
  }

  /** Whether nobody else fits. */
  boolean isFull() {
    return full || images == maxImages;
  }

  /** Sends those who come from now on to the next batch. */
  void fill() {
    full = true;
  }

  boolean isStarted() {
    return started;
  }

  void start() {
    started = true;
    turn.signal();
  }

  void run(InferenceNetwork network) {
    probabilities = network.probabilities(pixels(), images);
  }

  void fail(Throwable e) {
    failure = e;
  }

  /** Lets everybody have the answers. */
  void wake() {
    done.countDown();
  }

  private byte[] pixels() {
    if (calls.size() == 1) {
      return calls.get(0);
    }
    byte[] all = new byte[calls.stream().mapToInt(call -> call.length).sum()];
    int position = 0;
    for (byte[] call : calls) {
      System.arraycopy(call, 0, all, position, call.length);
      position += call.length;
    }
    return all;
  }

  /** Waits for the run. An interrupt changes nothing: it is still set afterwards. */
  float[] answer(int first, int count) {
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure();
    }
    int classes = probabilities.length / images;
    return count == images
        ? probabilities
        : Arrays.copyOfRange(probabilities, first * classes, (first + count) * classes);
  }

  /** What went wrong, for one of the callers: each needs a stack of its own. */
  private RuntimeException failure() {
    if (calls.size() == 1 && failure instanceof RuntimeException e) {
      return e;
    }
    if (calls.size() == 1 && failure instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(
        String.format(
            Locale.ROOT,
            "a run of %d images from %d calls failed: %s",
            images,
            calls.size(),
            failure.getMessage()),
        failure);
  }
}
