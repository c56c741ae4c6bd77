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
 * All that a run needs to go on. Immutable.
 *
 * @param name of its folder; null before it is saved
 * @param model what the run would keep if it ended here
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
   * How far a run is. With the settings' seed this fixes every random draw that is still to come,
   * since each is a function of seed, epoch and place or of seed and step.
   *
   * @param step optimizer steps so far
   * @param epochs epochs that ended
   * @param stepInEpoch steps of the epoch under way, 0 between two epochs; its images, their summed
   *     plain loss in nats, hits and seconds follow
   * @param seconds spent on the run, validation included
   * @param learningRate of the last step
   * @param history the epochs that ended
   * @param ended whether the run is over, so that nothing is left but to use its weights
   * @param resumedAt the steps at which the run went on after an interruption
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
        throw new IllegalArgumentException(
            Messages.format(
                "epochs (%d) must be as many as the history has (%d)", epochs, history.size()));
      }
      if (stepInEpoch < 0 || step < stepInEpoch) {
        throw new IllegalArgumentException(
            Messages.format("stepInEpoch (%d) must be in [0, step (%d)]", stepInEpoch, step));
      }
    }
  }

  /**
   * The settings of a run as a checkpoint keeps them.
   *
   * @param text every setting, for people and to be compared
   * @param json as {@link TrainingConfig#toJson()}; empty where they hold a transform of the user's
   *     own, which cannot be read back
   */
  record RunSettings(String text, Optional<String> json) {
    static RunSettings of(TrainingConfig config) {
      Optional<String> json;
      try {
        json = Optional.of(config.toJson());
      } catch (IllegalStateException e) { // says that a transform has no JSON
        json = Optional.empty();
      }
      return new RunSettings(config.toString(), json);
    }
  }
}
