package io.github.emnist.model.tensorflow;

import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Lets calls in until it is closed, and closes when the last one has gone out. Calls never wait:
 * not for each other, and not for the one that closes, who may wait long.
 */
final class CallGate {
  /** Held for reading by every call under way, for writing by the one that closes. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  private volatile boolean closing;
  private boolean closed;

  /**
   * Lets a call in. A thread may be inside more than once, and is let in again while another waits
   * to close.
   *
   * @return held; to be unlocked by the same thread
   * @throws IllegalStateException if this is closed, or somebody waits to close it
   */
  Lock enter() {
    Lock held = lock.readLock();
    if (lock.getReadHoldCount() > 0) {
      held.lock();
      return held;
    }
    boolean inside = !closing && held.tryLock();
    if (inside && !closing) {
      return held;
    }
    if (inside) {
      held.unlock();
    }
    throw new IllegalStateException("the classifier is closed");
  }

  /**
   * Waits for the calls inside, then frees what they used; more than once does no harm.
   *
   * @param free runs once
   */
  void close(Runnable free) {
    closing = true;
    Lock writing = lock.writeLock();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        free.run();
      }
    } finally {
      writing.unlock();
    }
  }
}
