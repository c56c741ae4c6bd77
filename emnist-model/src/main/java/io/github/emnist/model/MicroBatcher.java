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
 * Lets calls of several threads share runs of another network. The first caller of a batch leads
 * it: waits for others, runs the network on its own thread, and wakes them; meanwhile the next
 * batch gathers. There is no thread beside the callers', and no lock while the network runs.
 *
 * <p>A batch starts as soon as a processor is free and it is full, or has its share of the callers
 * (all, divided by the processors), or no caller is missing, or its leader has waited long enough.
 * Missing are callers that were inside at the same time as others lately: threads that ask in a
 * loop are back at once, so it pays to wait for them. Who does not come back in time is forgotten.
 *
 * <p>Waiting is not interruptible, as nothing else in the classifier is: the thread's flag stays
 * set. {@link #close} waits for batches that gather as it waits for those that run, since each
 * caller holds the network.
 */
final class MicroBatcher {
  private final InferenceNetwork network;
  private final int pixels;
  private final int maxImages;
  private final long maxDelay;
  private final int processors;
  private final Clock clock;
  private final PredictionObserver observer;

  /** Guards everything below; held for moments only. */
  private final ReentrantLock gate = new ReentrantLock();

  /**
   * Batches that do not run yet, the oldest first; only the last one may still gather. A list that
   * stays as it was if there is no memory to add to it.
   */
  private final Deque<Batch> waiting = new LinkedList<>();

  private int running;

  /** Callers in batches that wait or run. */
  private int inside;

  /** As many callers as are known to ask at the same time. */
  private int known;

  /**
   * Creates a network.
   *
   * @param pixels of one image
   * @param processors how many batches may run at once
   * @param observer hears of each run
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

  /** What cannot share a run, or is not right, goes to the network by itself. */
  float[] probabilities(byte[] images, int count) {
    if (count < 1 || count >= maxImages || images.length != (long) count * pixels) {
      return runAlone(network, images, count, observer);
    }
    return shared(images, count);
  }

  /** One call in a run of its own. */
  static float[] runAlone(
      InferenceNetwork network, byte[] images, int count, PredictionObserver observer) {
    float[] probabilities = network.probabilities(images, count);
    if (count > 0) {
      observer.batchRun(count);
    }
    return probabilities;
  }

  /** Calls that wait for their run. */
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
      // What allocates comes before what counts: without memory, nobody has come.
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

  /** The one that gathers, or a new one. */
  private Batch batchFor(int count) {
    Batch last = waiting.peekLast();
    return last != null && last.images() + count <= maxImages
        ? last
        : new Batch(gate.newCondition(), clock.nanoTime() + maxDelay, maxImages);
  }

  /** Nobody joins the one before any more. */
  private void gather(Batch next) {
    Batch last = waiting.peekLast();
    waiting.add(next);
    if (last != null) {
      last.fill();
    }
  }

  /**
   * Whatever happens here, the others of the batch hear of it. The observer comes last: however
   * slow it is, nobody else waits for it.
   */
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
          // If all processors were busy until now, nobody had time to come back.
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

  /** Something that waits. */
  private interface Wait {
    void run() throws InterruptedException;
  }

  /** Whether there was an interrupt. */
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

  /** Lets the leader whose turn is next look at the time. */
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
          Messages.format(
              "a run of %d images from %d calls failed: %s",
              images, calls.size(), failure.getMessage()),
          failure);
    }
  }

  /** Time as micro-batching sees it, so that a test can have its own. */
  interface Clock {
    /** As {@link System#nanoTime}: only differences mean anything. */
    long nanoTime();

    /**
     * Waits until signalled or so long; may return early. The caller holds the condition's lock.
     */
    void await(Condition condition, long nanoseconds) throws InterruptedException;

    /** The machine's. */
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
