package io.github.emnist.train.config;

import io.github.emnist.data.internal.Checks;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Configures where and how often a run saves its state: weights, optimizer state, averages,
 * position, history, and the best weights so far. Immutable.
 *
 * <p>A checkpoint is a folder {@code step-<number of optimizer steps>}, which can also be loaded as
 * a model. It is written atomically, with the SHA-256 of its files in {@code SHA256SUMS}. The
 * folder {@code best} beside the checkpoints is the model of the best epoch, by the rule of early
 * stopping or else by the validation loss, if there is a validation part.
 *
 * @param folder created if necessary
 * @param everyEpochs epochs between two checkpoints, at least 1; the last epoch always has one
 * @param everySteps optimizer steps between two further checkpoints, at least 0; 0 for none within
 *     an epoch
 * @param keep how many checkpoints are kept, at least 1; with 2 there is another if the newest is
 *     damaged
 */
public record Checkpoints(Path folder, int everyEpochs, long everySteps, int keep) {
  /** Throws {@link IllegalArgumentException} if a number is outside its range. */
  public Checkpoints {
    Objects.requireNonNull(folder, "folder");
    Checks.atLeast("everyEpochs", everyEpochs, 1);
    Checks.atLeast("everySteps", everySteps, 0);
    Checks.atLeast("keep", keep, 1);
  }

  /**
   * {@return a rule with a checkpoint after every epoch, of which the two newest are kept}
   *
   * @param folder created if necessary
   */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 1, 0, 2);
  }

  /**
   * {@return a copy with another number of epochs between two checkpoints}
   *
   * @param epochs at least 1
   */
  public Checkpoints everyEpochs(int epochs) {
    return new Checkpoints(folder, epochs, everySteps, keep);
  }

  /**
   * {@return a copy with further checkpoints within the epochs}
   *
   * @param steps at least 0; 0 for none
   */
  public Checkpoints everySteps(long steps) {
    return new Checkpoints(folder, everyEpochs, steps, keep);
  }

  /**
   * {@return a copy that keeps another number of checkpoints}
   *
   * @param keep at least 1
   */
  public Checkpoints keep(int keep) {
    return new Checkpoints(folder, everyEpochs, everySteps, keep);
  }
}
