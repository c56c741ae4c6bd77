package io.github.emnist.train.checkpoint;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.List;
import java.util.Locale;

/**
 * How far a run is. With the settings' seed this fixes every random draw that is still to come,
 * since each is a function of seed, epoch and place or of seed and step. Immutable.
 *
 * @param step optimizer steps so far
 * @param epochs epochs that ended
 * @param stepInEpoch steps of the epoch under way, 0 between two epochs
 * @param epochImages images of the epoch under way
 * @param epochLossSum their summed plain loss, in nats
 * @param epochCorrect how many of them were classified rightly
 * @param epochSeconds spent on them
 * @param seconds spent on the run, validation included
 * @param learningRate of the last step
 * @param history the epochs that ended
 * @param ended whether the run is over, so that nothing is left but to use its weights
 * @param resumedAt the steps at which the run went on after an interruption
 */
public record RunPosition(
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
  public static final RunPosition START =
      new RunPosition(0, 0, 0, 0, 0, 0, 0, 0, 0, List.of(), false, List.of());

  /**
   * Creates a position from copies of the lists.
   *
   * @throws IllegalArgumentException if the numbers contradict each other
   */
  public RunPosition {
    history = List.copyOf(history);
    resumedAt = List.copyOf(resumedAt);
    if (epochs != history.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "epochs (%d) must be as many as the history has (%d)",
              epochs,
              history.size()));
    }
    if (stepInEpoch < 0 || step < stepInEpoch) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "stepInEpoch (%d) must be in [0, step (%d)]", stepInEpoch, step));
    }
  }
}
