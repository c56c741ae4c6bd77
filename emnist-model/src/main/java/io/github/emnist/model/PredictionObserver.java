package io.github.emnist.model;

/**
 * Hears what a classifier does, for metrics and logs. Given to it by {@link
 * ClassifierOptions#withObserver}.
 *
 * <p>Called by the threads that ask the classifier, several at once, and never under a lock that
 * another prediction waits for: a slow observer delays only its own call. It must not close the
 * classifier, which would wait for the very call that reports. What it throws changes no
 * prediction; the first failure is logged (by {@link System.Logger} {@code
 * io.github.emnist.model}), later ones are dropped.
 */
public interface PredictionObserver {
  /** Hears nothing. */
  PredictionObserver NONE = new PredictionObserver() {};

  /** Why there was no prediction. */
  enum Rejection {
    /** The classifier was closed. */
    CLOSED,
    /** An image, picture or file that cannot be recognised: unreadable, or of the wrong size. */
    BAD_INPUT,
    /** The network itself failed. */
    FAILED
  }

  /**
   * The network has answered a call. One call of a long list asks the network several times.
   *
   * @param images how many it was asked about, variants of test-time augmentation included; 1 or
   *     more
   * @param nanoseconds from the question to the answer: waiting for others to share a run with
   *     included, preprocessing not
   */
  default void predicted(int images, long nanoseconds) {}

  /**
   * The network has run once. With micro-batching one run answers several calls.
   *
   * @param images how many went through it; 1 or more
   */
  default void batchRun(int images) {}

  /**
   * A call, or one image of a call whose images are answered one by one, got an exception instead
   * of a prediction.
   *
   * @param reason why
   */
  default void rejected(Rejection reason) {}
}
