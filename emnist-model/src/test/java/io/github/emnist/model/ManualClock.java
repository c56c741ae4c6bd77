package io.github.emnist.model;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;

/** Time that passes when a test says so. */
final class ManualClock implements MicroBatcher.Clock {
  /** Near the end, so that sums overflow as {@link System#nanoTime}'s may. */
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);

  private final AtomicLong waits = new AtomicLong();
  private final AtomicReference<Error> failure = new AtomicReference<>();
  private final AtomicReference<Error> waitFailure = new AtomicReference<>();

  /** The number of times that a thread waited for time to pass. */
  long waits() {
    return waits.get();
  }

  void advance(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Override
  public long nanoTime() {
    failOnce(failure);
    return now.get();
  }

  /** Fails the next question for the time. */
  void failWith(Error e) {
    failure.set(e);
  }

  /** Fails the next wait. */
  void failWaitWith(Error e) {
    waitFailure.set(e);
  }

  private static void failOnce(AtomicReference<Error> failure) {
    Error e = failure.getAndSet(null);
    if (e != null) {
      throw e;
    }
  }

  /** Returns early and often, which is allowed, so as to see the time pass. */
  @Override
  public void await(Condition condition, long nanoseconds) throws InterruptedException {
    failOnce(waitFailure);
    waits.incrementAndGet();
    if (!condition.await(1, TimeUnit.MILLISECONDS)) {
      Thread.onSpinWait();
    }
  }
}
