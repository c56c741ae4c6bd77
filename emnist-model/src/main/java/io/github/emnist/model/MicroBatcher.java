package io.github.emnist.model;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.internal.InferenceNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets calls of several threads share runs of a network. The first caller of a batch leads it: it
 * waits for others, runs the network on its own thread, and wakes them; meanwhile the next batch is
 * collected. There are no other threads, and no lock is held while the network runs.
 *
 * <p>A batch starts as soon as a processor is free and it is full, or has its share of the callers
 * (all, divided by the processors), or no known caller is missing, or its leader has waited for the
 * maximum delay. Known callers are those recently seen at the same time: threads that call in a
 * loop return at once, so it pays to wait for them. A caller that does not return in time is
 * forgotten.
 *
 * <p>Waiting is not interruptible; the thread's flag stays set.
 */
final class MicroBatcher {
  private final InferenceNetwork network;
  private final int pixels;
  private final int maxImages;
  private final long maxDelay;
  private final int processors;
  private final Clock clock;
  private final PredictionObserver observer;

  /** Guards everything below. */
  private final ReentrantLock gate = new ReentrantLock();

  /**
   * Batches that do not run yet, the oldest first; only the last one can still grow. A list that is
   * unchanged if adding fails for lack of memory.
   */
  private final Deque<Batch> waiting = new LinkedList<>();

  private int running;

  private int inside; // callers in batches that wait or run
  private int known; // callers that recently called at the same time

  /**
   * Creates a batcher.
   *
   * @param pixels of one image
   * @param processors the maximum number of batches that run at the same time
   * @param observer of runs
   */
  MicroBatcher(
      InferenceNetwork network,
      int pixels,
      ClassifierOptions.MicroBatching limits,
      int processors,
      Clock clock,
      PredictionObserver observer) {
    this.network = network;
    this.pixels = pixels;
    this.maxImages = limits.maxImages();
    this.maxDelay = limits.maxDelay().toNanos();
    this.processors = processors;
    this.clock = clock;
    this.observer = observer;
  }

  /** Runs the network, for large or malformed calls alone. */
  float[] probabilities(byte[] images, int count) {
    if (count < 1 || count >= maxImages || images.length != (long) count * pixels) {
      return runAlone(network, images, count, observer);
    }
    return shared(images, count);
  }

  /** Runs the network for one call. */
  static float[] runAlone(
      InferenceNetwork network, byte[] images, int count, PredictionObserver observer) {
    float[] probabilities = network.probabilities(images, count);
    if (count > 0) {
      observer.batchRun(count);
    }
    return probabilities;
  }

  /** Returns the number of calls that wait for their run. */
  int gathered() {
    gate.lock();
    try {
      return waiting.stream().mapToInt(Batch::calls).sum();
    } finally {
      gate.unlock();
    }
  }

  private float[] shared(byte[] images, int count) {
    Batch batch;
    int first;
    gate.lock();
    try {
      // Allocations come before counters, so that a failed one leaves the counters unchanged.
      batch = batchFor(count);
      first = batch.join(images, count);
      if (first == 0) {
        gather(batch);
      }
      inside++;
      known = Math.max(known, inside);
      startComplete();
    } finally {
      gate.unlock();
    }
    if (first == 0) {
      lead(batch);
    }
    return batch.answer(first, count);
  }

  /** Returns the batch that still grows, or a new one. */
  private Batch batchFor(int count) {
    Batch last = waiting.peekLast();
    return last != null && last.images() + count <= maxImages
        ? last
        : new Batch(gate.newCondition(), clock.nanoTime() + maxDelay, maxImages);
  }

  /** Adds a batch, and closes the one before to further calls. */
  private void gather(Batch next) {
    Batch last = waiting.peekLast();
    waiting.add(next);
    if (last != null) {
      last.fill();
    }
  }

  /** Runs the batch and wakes its callers in any case; a slow observer delays only this one. */
  private void lead(Batch batch) {
    boolean ran = false;
    try {
      awaitStart(batch);
      batch.run(network);
      ran = true;
    } catch (Throwable e) {
      batch.fail(e);
    } finally {
      leave(batch);
      batch.wake();
    }
    if (ran) {
      observer.batchRun(batch.images());
    }
  }

  private void awaitStart(Batch batch) {
    boolean interrupted = false;
    boolean waited = false;
    gate.lock();
    try {
      while (!batch.isStarted()) {
        if (waiting.peek() != batch || running == processors) {
          interrupted |= await(() -> batch.turn.await());
          continue;
        }
        long left = batch.deadline - clock.nanoTime();
        if (left > 0) {
          waited = true;
          interrupted |= await(() -> clock.await(batch.turn, left));
        } else {
          // If all processors were busy until now, callers had no time to return.
          known = waited ? inside : known;
          startOldest();
          signalOldest();
        }
      }
    } finally {
      gate.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private interface Wait {
    void run() throws InterruptedException;
  }

  /** Waits, and returns whether there was an interrupt. */
  private static boolean await(Wait wait) {
    try {
      wait.run();
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  private void startComplete() {
    while (running < processors && !waiting.isEmpty() && isComplete(waiting.peek())) {
      startOldest();
    }
  }

  private boolean isComplete(Batch batch) {
    return batch.isFull() || inside >= known || batch.calls() * processors >= known;
  }

  private void startOldest() {
    waiting.remove().start();
    running++;
  }

  /** Wakes the leader whose turn is next to check the time. */
  private void signalOldest() {
    if (!waiting.isEmpty() && running < processors) {
      waiting.peek().turn.signal();
    }
  }

  private void leave(Batch batch) {
    gate.lock();
    try {
      if (batch.isStarted()) {
        running--;
      } else {
        waiting.remove(batch); // its leader failed while it waited
      }
      inside -= batch.calls();
      startComplete();
      signalOldest();
    } finally {
      gate.unlock();
    }
  }

  /** Calls of several threads that share one run of the network. */
  private static final class Batch {
    final Condition turn; // on which the leader waits
    final long deadline; // until which the leader waits for others
    private final int maxImages;

    /** Guarded by the gate until the batch starts, then unchanged. */
    private final List<byte[]> calls = new ArrayList<>();

    private int images;
    private boolean full;
    private boolean started;

    private final CountDownLatch done = new CountDownLatch(1);

    /** One of them is set before {@link #wake}. */
    private float[] probabilities;

    private Throwable failure;

    Batch(Condition turn, long deadline, int maxImages) {
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

    /** Adds a call, and returns the index of its first image. */
    int join(byte[] pixels, int count) {
      int first = images;
      calls.add(pixels);
      images += count;
      return first;
    }

    boolean isFull() {
      return full || images == maxImages;
    }

    /** Closes the batch to further calls. */
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

    /** Wakes all callers. */
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

    /** Waits for the run, and keeps the flag of an interrupt. */
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

    /** Returns the exception for one of the callers, each with its own stack trace. */
    private RuntimeException failure() {
      if (calls.size() == 1 && failure instanceof RuntimeException e) {
        return e;
      }
      if (calls.size() == 1 && failure instanceof Error e) {
        throw e;
      }
      return new IllegalStateException(
          Messages.format(
              "a run of %d images from %d calls failed: %s",
              images, calls.size(), failure.getMessage()),
          failure);
    }
  }

  /** The clock of micro-batching, which tests replace. */
  interface Clock {
    /** As {@link System#nanoTime}. */
    long nanoTime();

    /** As {@link Condition#awaitNanos}; may return early. */
    void await(Condition condition, long nanoseconds) throws InterruptedException;

    /** Returns the system's clock. */
    static Clock system() {
      return new Clock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void await(Condition condition, long nanoseconds) throws InterruptedException {
          condition.awaitNanos(nanoseconds);
        }
      };
    }
  }
}
