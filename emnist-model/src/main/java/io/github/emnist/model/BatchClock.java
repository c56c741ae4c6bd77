package io.github.emnist.model;

import java.util.concurrent.locks.Condition;

/** Time as micro-batching sees it, so that a test can have its own. */
interface BatchClock {
  /** As {@link System#nanoTime}: only differences mean anything. */
  long nanoTime();

  /** Waits until signalled or so long; may return early. The caller holds the condition's lock. */
  void await(Condition condition, long nanoseconds) throws InterruptedException;

  /** The machine's. */
  static BatchClock system() {
    return new BatchClock() {
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
