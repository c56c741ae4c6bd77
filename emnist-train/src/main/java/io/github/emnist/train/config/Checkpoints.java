package io.github.emnist.train.config;

import io.github.emnist.data.internal.Messages;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where and how often a run saves all that it needs to go on: weights, optimizer state, averages,
 * place in the data and the schedule, history, and the best weights so far. Immutable.
 *
 * <p>A checkpoint is a folder {@code step-<number of optimizer steps>}, which is a model, too: it
 * can be loaded as one. It appears whole or not at all, and carries the SHA-256 of its files in
 * {@code SHA256SUMS}. Beside them {@code best} is the model of the best epoch, by the early
 * stopping's rule or else by the validation loss, where there is a validation part.
 *
 * @param folder created where there is none
 * @param everyEpochs a checkpoint follows every so many epochs and the last one, at least 1
 * @param everySteps and every so many optimizer steps of the run, at least 0; 0 for none within an
 *     epoch
 * @param keep how many checkpoints stay, at least 1; the oldest go first. With 2, the one before
 *     the newest is there if the newest turns out damaged
 */
public record Checkpoints(Path folder, int everyEpochs, long everySteps, int keep) {
  /** Throws {@link IllegalArgumentException} if a number is outside its range. */
  public Checkpoints {
    Objects.requireNonNull(folder, "folder");
    atLeast("everyEpochs", everyEpochs, 1);
    atLeast("everySteps", everySteps, 0);
    atLeast("keep", keep, 1);
  }

  /**
   * {@return a checkpoint after every epoch, of which the two newest are kept}
   *
   * @param folder created where there is none
   */
  public static Checkpoints in(Path folder) {
    return new Checkpoints(folder, 1, 0, 2);
  }

  /**
   * {@return the same with checkpoints after every so many epochs}
   *
   * @param epochs at least 1
   */
  public Checkpoints everyEpochs(int epochs) {
    return new Checkpoints(folder, epochs, everySteps, keep);
  }

  /**
   * {@return the same with more checkpoints within the epochs}
   *
   * @param steps at least 0; 0 for none
   */
  public Checkpoints everySteps(long steps) {
    return new Checkpoints(folder, everyEpochs, steps, keep);
  }

  /**
   * {@return the same with another number of checkpoints that stay}
   *
   * @param keep at least 1
   */
  public Checkpoints keep(int keep) {
    return new Checkpoints(folder, everyEpochs, everySteps, keep);
  }

  private static void atLeast(String name, long value, long low) {
    if (value < low) {
      throw new IllegalArgumentException(
          Messages.format("%s (%d) must be at least %d", name, value, low));
    }
  }
}
