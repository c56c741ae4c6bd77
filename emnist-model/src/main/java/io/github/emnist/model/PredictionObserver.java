package io.github.emnist.model;

/**
 * Receives the events of a classifier, for metrics and logs; set by {@link
 * ClassifierOptions#withObserver}.
 *
 * <p>Called concurrently by the threads that use the classifier, without locks that other
 * predictions need: a slow observer delays only its own call. Exceptions do not affect predictions;
 * the first one is logged (by {@link System.Logger} {@code io.github.emnist.model}), later ones are
 * dropped.
 */
public interface PredictionObserver {
  /** Ignores all events. */
  PredictionObserver NONE = new PredictionObserver() {};

  /** The reason for an exception instead of a prediction. */
  enum Rejection {
    /** The classifier was closed. */
    CLOSED,
    /** The input was unreadable or of the wrong size. */
    BAD_INPUT,
    /** The network failed. */
    FAILED
  }

  /**
   * Called when the network has recognised images; several times for one call with a long list.
   *
   * @param images the number of images, including variants of test-time augmentation; 1 or more
   * @param nanoseconds the time taken, including waiting for a shared run, without preprocessing
   */
  default void predicted(int images, long nanoseconds) {}

  /**
   * Called when the network has run. With micro-batching, several calls share one run.
   *
   * @param images the number of images in the run; 1 or more
   */
  default void batchRun(int images) {}

  /**
   * Called when a call, or one item of {@code predictEach}, got an exception instead of a
   * prediction.
   *
   * @param reason the reason
   */
  default void rejected(Rejection reason) {}
}
