package io.github.emnist.model.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * What one call leaves for the next one to use again. Thread-safe; neither locks nor allocates.
 *
 * @param <T> what is kept
 */
public final class Spares<T> {
  /** As many calls at the same time keep what they used. */
  private static final int KEPT = 32;

  private final AtomicReferenceArray<T> kept = new AtomicReferenceArray<>(KEPT);

  /** Takes one out; null where there is none. */
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

  /** Keeps one, or lets go of it where there are enough. */
  public void giveBack(T spare) {
    for (int i = 0; i < KEPT; i++) {
      if (kept.compareAndSet(i, null, spare)) {
        return;
      }
    }
  }
}
