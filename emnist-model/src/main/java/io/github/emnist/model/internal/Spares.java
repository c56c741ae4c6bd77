package io.github.emnist.model.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A pool of objects that one call leaves for the next to reuse. Thread-safe; neither locks nor
 * allocates.
 *
 * @param <T> the type of the objects
 */
public final class Spares<T> {
  /** The most objects that are kept, one for each of as many simultaneous calls. */
  private static final int KEPT = 32;

  private final AtomicReferenceArray<T> kept = new AtomicReferenceArray<>(KEPT);

  /** Takes an object out; returns null if there is none. */
  public T take() {
    for (int i = 0; i < KEPT; i++) {
      if (kept.getPlain(i) != null) {
        T spare = kept.getAndSet(i, null);
        if (spare != null) {
          return spare;
        }
      }
    }
    return null;
  }

  /** Keeps an object, or drops it if there are enough. */
  public void giveBack(T spare) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, spare)) {
        return;
      }
    }
  }
}
