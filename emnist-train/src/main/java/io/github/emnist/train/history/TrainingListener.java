package io.github.emnist.train.history;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;

/**
 * Told of a run's progress, on the thread that called {@code fit}, between steps: a slow listener
 * slows the run. An exception from a listener ends the run.
 */
public interface TrainingListener {
  /** What a listener wants of the run. */
  enum Decision {
    /** Go on. */
    CONTINUE,

    /**
     * End the run after this step or epoch, as if it had been the last: what is behind it is
     * validated, told and kept.
     */
    STOP,

    /**
     * End the run after this step or epoch unfinished. Where checkpoints are asked for, one is
     * saved first, from which {@code Trainer.resume} goes on.
     */
    PAUSE
  }

  /**
   * The run begins.
   *
   * @param description the network, the data and the settings, for people
   */
  default void started(String description) {}

  /**
   * The run goes on from a checkpoint; told instead of {@link #started}, which this calls unless it
   * is overridden.
   *
   * @param description the network, the data and the settings, for people
   * @param history the epochs that are behind it; those that follow are numbered on from there
   */
  default void resumed(String description, TrainingHistory history) {
    started(description);
  }

  /**
   * Something is not as it should be, though the run goes on.
   *
   * @param message what, for people
   */
  default void warned(String message) {}

  /**
   * {@return whether to go on, now that an optimizer step ended}
   *
   * @param report how far the run is
   */
  default Decision stepEnded(StepReport report) {
    return Decision.CONTINUE;
  }

  /**
   * {@return whether to go on, now that an epoch ended, validation included}
   *
   * @param epoch its figures
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
   * The run was paused before its end.
   *
   * @param history the epochs that ended
   */
  default void paused(TrainingHistory history) {}

  /**
   * The run ended without an exception.
   *
   * @param history all epochs
   */
  default void finished(TrainingHistory history) {}

  /**
   * How far a run is, told after every optimizer step.
   *
   * @param epoch 1-based
   * @param epochs that the run will have at most
   * @param step optimizer steps since the run began, this one included
   * @param stepInEpoch 1-based
   * @param stepsPerEpoch in a full epoch
   * @param imagesPerSecond over this epoch so far
   * @param learningRate of this step
   * @param trainLoss mean plain cross-entropy over this epoch so far, in nats
   * @param trainAccuracy over this epoch so far, in [0, 1]
   * @param secondsLeft estimate for the rest of the run
   * @param passes how often a full epoch draws each training image on average; 1 for one pass
   */
  public record StepReport(
      int epoch,
      int epochs,
      long step,
      int stepInEpoch,
      int stepsPerEpoch,
      double imagesPerSecond,
      double learningRate,
      double trainLoss,
      double trainAccuracy,
      double secondsLeft,
      double passes) {}
}
