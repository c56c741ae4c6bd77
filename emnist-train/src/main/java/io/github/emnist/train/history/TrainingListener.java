package io.github.emnist.train.history;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;

/**
 * Receives the events of a run, on the thread that called {@code fit}, between steps: a slow
 * listener slows the run. An exception from a listener ends the run.
 */
public interface TrainingListener {
  /** A listener's decision on the run. */
  enum Decision {
    /** Continue the run. */
    CONTINUE,

    /**
     * End the run after this step or epoch, as if it were the last: the epoch is validated and
     * reported.
     */
    STOP,

    /**
     * Interrupt the run after this step or epoch. If the run has checkpoints, one is saved, from
     * which {@code Trainer.resume} continues.
     */
    PAUSE
  }

  /**
   * Called when the run begins.
   *
   * @param description the network, the data and the settings, for people
   */
  default void started(String description) {}

  /**
   * Called instead of {@link #started} when the run resumes from a checkpoint. The default calls
   * {@code started}.
   *
   * @param description the network, the data and the settings, for people
   * @param history the epochs so far
   */
  default void resumed(String description, TrainingHistory history) {
    started(description);
  }

  /**
   * Called with a warning.
   *
   * @param message for people
   */
  default void warned(String message) {}

  /**
   * Called after each optimizer step.
   *
   * @param report the progress of the run
   * @return whether to continue
   */
  default Decision stepEnded(StepReport report) {
    return Decision.CONTINUE;
  }

  /**
   * Called after each epoch and its validation.
   *
   * @param epoch its figures
   * @return whether to continue
   */
  default Decision epochEnded(EpochRecord epoch) {
    return Decision.CONTINUE;
  }

  /**
   * Called when the run fails, before {@code fit} throws the exception or error.
   *
   * @param cause the exception or error
   */
  default void failed(Throwable cause) {}

  /**
   * Called when the run was paused.
   *
   * @param history the finished epochs
   */
  default void paused(TrainingHistory history) {}

  /**
   * Called when the run has ended without an exception.
   *
   * @param history all epochs
   */
  default void finished(TrainingHistory history) {}

  /**
   * The progress of a run after an optimizer step.
   *
   * @param epoch 1-based
   * @param epochs the maximum number of epochs
   * @param step optimizer steps since the run began, this one included
   * @param stepInEpoch 1-based
   * @param stepsPerEpoch in a full epoch
   * @param imagesPerSecond over this epoch so far
   * @param learningRate of this step
   * @param trainLoss mean plain cross-entropy over this epoch so far, in nats
   * @param trainAccuracy over this epoch so far, in [0, 1]
   * @param secondsLeft estimate for the rest of the run
   * @param passes the draws of a full epoch divided by the size of the training part; 1 for one
   *     pass
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
