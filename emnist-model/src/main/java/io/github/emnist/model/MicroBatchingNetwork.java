package io.github.emnist.model;

import io.github.emnist.model.internal.InferenceNetwork;
import java.util.Deque;
import java.util.LinkedList;
import java.util.concurrent.locks.Lock;
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
final class MicroBatchingNetwork extends DecoratedNetwork {
  private final int pixels;
  private final int maxImages;
  private final long maxDelay;
  private final int processors;
  private final BatchClock clock;
  private final PredictionObserver observer;

  /** Runs of one call each. */
  private final ObservedRuns alone;

  /** Guards everything below; held for moments only. */
  private final ReentrantLock gate = new ReentrantLock();

  /**
   * Batches that do not run yet, the oldest first; only the last one may still gather. A list that
   * stays as it was if there is no memory to add to it.
   */
  private final Deque<MicroBatch> waiting = new LinkedList<>();

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
  MicroBatchingNetwork(
      InferenceNetwork network,
      int pixels,
      MicroBatching limits,
      int processors,
      BatchClock clock,
      PredictionObserver observer) {
    super(network);
    this.pixels = pixels;
    this.maxImages = limits.maxImages();
    this.maxDelay = limits.maxDelay().toNanos();
    this.processors = processors;
    this.clock = clock;
    this.observer = observer;
    this.alone = new ObservedRuns(network, observer);
  }

  /** What cannot share a run, or is not right, goes to the network by itself. */
  @Override
  public float[] probabilities(byte[] images, int count) {
    if (count < 1 || count >= maxImages || images.length != (long) count * pixels) {
      return alone.probabilities(images, count);
    }
    Lock held = network.hold();
    try {
      return shared(images, count);
    } finally {
      held.unlock();
    }
  }

  /** Calls that wait for their run. */
  int gathered() {
    gate.lock();
    try {
      return waiting.stream().mapToInt(MicroBatch::calls).sum();
    } finally {
      gate.unlock();
    }
  }

  private float[] shared(byte[] images, int count) {
    MicroBatch batch;
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
  private MicroBatch batchFor(int count) {
    MicroBatch last = waiting.peekLast();
    return last != null && last.images() + count <= maxImages
        ? last
        : new MicroBatch(gate.newCondition(), clock.nanoTime() + maxDelay, maxImages);
  }

  /** Nobody joins the one before any more. */
  private void gather(MicroBatch next) {
    MicroBatch last = waiting.peekLast();
    waiting.add(next);
    if (last != null) {
      last.fill();
    }
  }

  /**
   * Whatever happens here, the others of the batch hear of it. The observer comes last: however
   * slow it is, nobody else waits for it.
   */
  private void lead(MicroBatch batch) {
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

  private void awaitStart(MicroBatch batch) {
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

  private boolean isComplete(MicroBatch batch) {
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

  private void leave(MicroBatch batch) {
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
}
