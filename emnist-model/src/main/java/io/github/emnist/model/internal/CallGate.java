package io.github.emnist.model.internal;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Admits calls until it is closed, and frees what they use when the last one has ended. Calls never
 * wait, neither for each other nor for the thread that closes, which may have to wait long. A
 * thread that closes within a call of its own does not wait: the last call to end frees what all
 * used.
 */
public final class CallGate {
  /** Held for reading by every running call, for writing by the thread that frees. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private final Lock inside = new Inside(lock);
  private volatile boolean closing;

  /**
   * The action that a {@link #close} within a call left to the last call to end; null if there is
   * none.
   */
  private volatile Runnable leftToFree;

  private boolean freed;

  /**
   * Begins a call. A thread may begin another call within one, even while a second thread waits to
   * close.
   *
   * @return a held lock; the same thread must unlock it to end the call
   * @throws IllegalStateException if this is closed, or about to be closed after the running calls
   */
  public Lock enter() {
    if (lock.getReadHoldCount() > 0) {
      inside.lock();
      return inside;
    }
    boolean entered = !closing && inside.tryLock();
    if (entered && !closing) {
      return inside;
    }
    if (entered) {
      inside.unlock();
    }
    throw new IllegalStateException("the classifier is closed");
  }

  /**
   * Waits for the running calls, then frees what they used; closing again has no effect. Within a
   * call it does not wait: the last call to end then frees.
   *
   * @param free frees what the calls used; runs once
   */
  public void close(Runnable free) {
    if (lock.getReadHoldCount() > 0) {
      leftToFree = free;
      closing = true;
      return;
    }
    closing = true;
    Lock writing = lock.writeLock();
    writing.lock();
    free(writing, free);
  }

  /**
   * Runs the action that {@link #close} left, if any; if other calls are running, the last of them
   * does.
   */
  private void goneOut() {
    Runnable left = leftToFree;
    if (left != null && lock.getReadHoldCount() == 0 && lock.writeLock().tryLock()) {
      free(lock.writeLock(), left);
    }
  }

  private void free(Lock held, Runnable free) {
    try {
      if (!freed) {
        freed = true;
        free.run();
      }
    } finally {
      held.unlock();
    }
  }

  /** The read lock of a call, whose last unlocking runs what {@link #close} left. */
  private final class Inside extends ReentrantReadWriteLock.ReadLock {
    private static final long serialVersionUID = 1;

    Inside(ReentrantReadWriteLock lock) {
      super(lock);
    }

    @Override
    public void unlock() {
      super.unlock();
      goneOut();
    }
  }
}
