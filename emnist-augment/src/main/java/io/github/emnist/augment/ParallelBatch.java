package io.github.emnist.augment;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A batch cut into parts that several threads take from one another. The calling thread works too,
 * so that a busy executor delays nothing, and returns when every part is done.
 */
final class ParallelBatch implements Runnable {
  /** Parts for each thread, so that one that is held up holds up little. */
  private static final int PARTS_PER_THREAD = 8;

  private final Part work;
  private final int count;
  private final int parts;
  private final AtomicInteger next = new AtomicInteger();
  private final CountDownLatch pending;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  private ParallelBatch(int count, int parts, Part work) {
    this.count = count;
    this.parts = parts;
    this.work = work;
    pending = new CountDownLatch(parts);
  }

  static void run(int count, Executor executor, int parallelism, Part work) {
    int parts = (int) Math.min(count, (long) parallelism * PARTS_PER_THREAD);
    ParallelBatch batch = new ParallelBatch(count, parts, work);
    try {
      for (int i = 1; i < Math.min(parallelism, parts); i++) {
        executor.execute(batch);
      }
    } catch (RejectedExecutionException e) {
      // This thread does what the executor does not take.
    } catch (RuntimeException | Error e) {
      // Nothing more is begun, but what was accepted may be at work already: it is waited for.
      batch.failure.compareAndSet(null, e);
    }
    batch.run();
    batch.await();
  }

  @Override
  public void run() {
    for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
      try {
        if (failure.get() == null) {
          int from = (int) ((long) count * part / parts);
          int to = (int) ((long) count * (part + 1) / parts);
          work.run(from, to - from);
        }
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      } finally {
        pending.countDown();
      }
    }
  }

  /** Waits whatever happens: others still write into the caller's array. */
  private void await() {
    boolean interrupted = false;
    while (pending.getCount() > 0) {
      try {
        pending.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Throwable thrown = failure.get();
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown != null) {
      throw (RuntimeException) thrown;
    }
  }

  /** Some consecutive images of the batch. */
  interface Part {
    void run(int first, int count);
  }
}
