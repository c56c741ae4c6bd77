package io.github.emnist.train;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a run needs to resume. Immutable.
 *
 * @param name the name of its folder; null before it is saved
 * @param model the model that the run would return if it ended here
 * @param rule where and how often the run saves
 * @param state weights, optimizer state and averages
 * @param best the weights of the best epoch so far; empty before the first, and without validation
 */
record Checkpoint(
    Path name,
    ModelBundle model,
    RunSettings settings,
    Checkpoints rule,
    RunPosition position,
    Weights state,
    Optional<Weights> best) {

  /**
   * The progress of a run. Together with the seed it determines every later random draw, since each
   * is a function of seed, epoch and position, or of seed and step.
   *
   * @param step optimizer steps so far
   * @param epochs the number of finished epochs
   * @param stepInEpoch steps in the current epoch, 0 between two epochs; the components after it
   *     are that epoch's images, summed plain loss in nats, hits and seconds
   * @param seconds spent on the run, validation included
   * @param learningRate of the last step
   * @param history the finished epochs
   * @param ended whether the run has ended, so that only its weights are of use
   * @param resumedAt the steps at which the run was resumed
   */
  record RunPosition(
      long step,
      int epochs,
      int stepInEpoch,
      long epochImages,
      double epochLossSum,
      long epochCorrect,
      double epochSeconds,
      double seconds,
      double learningRate,
      List<EpochRecord> history,
      boolean ended,
      List<Long> resumedAt) {
    /** The position before the first step. */
    static final RunPosition START =
        new RunPosition(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), false, List.of());

    RunPosition {
      history = List.copyOf(history);
      resumedAt = List.copyOf(resumedAt);
      if (epochs != history.size()) {
        throw Messages.illegal(
            "epochs (%d) must equal the number of epochs in the history (%d)",
            epochs, history.size());
      }
      if (stepInEpoch < 0 || step < stepInEpoch) {
        throw Messages.illegal("stepInEpoch (%d) must be in [0, step (%d)]", stepInEpoch, step);
      }
    }
  }

  /**
   * The settings of a run as stored in a checkpoint.
   *
   * @param text every setting, for people
   * @param json as {@link TrainingConfig#toJson()}; empty if a custom transform has no JSON
   */
  record RunSettings(String text, Optional<String> json) {
    static RunSettings of(TrainingConfig config) {
      try {
        return new RunSettings(config.toString(), Optional.of(config.toJson()));
      } catch (IllegalStateException e) { // a custom transform has no JSON
        return new RunSettings(config.toString(), Optional.empty());
      }
    }
  }
}
