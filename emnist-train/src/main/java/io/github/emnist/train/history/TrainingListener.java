package io.github.emnist.train.history;

/**
 * Told of a run's progress, on the thread that called {@code fit}, between steps: a slow listener
 * slows the run. An exception from a listener ends the run.
 */
public interface TrainingListener {
  /** What a listener wants of the run. */
  enum Decision {
    /** Go on. */
    CONTINUE,

    /** End the run after this epoch, as if it had been the last. */
    STOP
  }

  /**
   * The run begins.
   *
   * @param description the network, the data and the settings, for people
   */
  default void started(String description) {}

  /**
   * An optimizer step ended.
   *
   * @param report how far the run is
   */
  default void stepEnded(StepReport report) {}

  /**
   * An epoch ended, validation included.
   *
   * @param epoch its figures
   * @return whether to go on
   */
  default Decision epochEnded(EpochRecord epoch) {
    return Decision.CONTINUE;
  }

  /**
   * The run ended with an exception or an error, which is thrown after all listeners were told.
   *
   * @param cause what happened
   */
  default void failed(Throwable cause) {}

  /**
   * The run ended without an exception.
   *
   * @param history all epochs
   */
  default void finished(TrainingHistory history) {}
}
