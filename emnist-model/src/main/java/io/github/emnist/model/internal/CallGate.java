package io.github.emnist.model.internal;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets calls in until it is closed, and closes when the last one has gone out. Calls never wait:
 * not for each other, and not for the one that closes, who may wait long. A call that closes does
 * not wait for itself: it, or the last one beside it, frees what all used when it goes out.
 */
public final class CallGate {
  /** Held for reading by every call under way, for writing by the one that frees. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private final Lock inside = new Inside(lock);
  private volatile boolean closing;

  /** What a call that closed left to the last one that goes out; null where there is none. */
  private volatile Runnable leftToFree;

  private boolean freed;

  /**
   * Lets a call in. A thread may be inside more than once, and is let in again while another waits
   * to close.
   *
   * @return held; to be unlocked by the same thread
   * @throws IllegalStateException if this is closed, or another thread waits to close it
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
   * Waits for the calls inside, then frees what they used; more than once does no harm. Within a
   * call it waits for none, and the last one to go out frees.
   *
   * @param free runs once
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

  /** Frees what is left to be freed, unless others are still inside: then the last one does. */
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

  /** The lock of calls. */
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
