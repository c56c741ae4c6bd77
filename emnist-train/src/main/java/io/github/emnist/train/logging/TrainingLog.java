package io.github.emnist.train.logging;

import io.github.emnist.train.history.TrainingListener;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Listeners that write a run's progress to files, for spreadsheets, scripts and TensorBoard:
 *
 * <pre>{@code
 * trainer
 *     .listener(TrainingLog.csv(out.resolve("history.csv")))
 *     .listener(TrainingLog.jsonLines(out.resolve("log.jsonl")))
 *     .listener(TrainingLog.tensorBoard(out.resolve("tensorboard")))
 * }</pre>
 *
 * <p>Folders are created where they are missing. A run whose log cannot be written ends, with an
 * {@link java.io.UncheckedIOException} that names the file; when it has failed already, its own
 * exception keeps the log's as a suppressed one. Each listener serves one run at a time.
 */
public final class TrainingLog {
  private static final int EVERY_STEPS = 100;

  private TrainingLog() {}

  /**
   * Writes the history as {@link io.github.emnist.train.history.TrainingHistory#toCsv()} has it:
   * the header when the run begins, then after every epoch the whole file again, in one step, so
   * that whoever reads it finds whole epochs. A run that goes on keeps the epochs behind it.
   *
   * @param file replaced if it is there
   * @return a listener
   */
  public static TrainingListener csv(Path file) {
    return new CsvLog(Objects.requireNonNull(file, "file"));
  }

  /**
   * {@link #jsonLines(Path, int)} with every 100th step.
   *
   * @param file replaced if it is there, unless the run goes on
   * @return a listener
   */
  public static TrainingListener jsonLines(Path file) {
    return jsonLines(file, EVERY_STEPS);
  }

  /**
   * Writes a JSON object a line. Its field {@code event} says what the others are:
   *
   * <ul>
   *   <li>{@code started}: {@code description}
   *   <li>{@code resumed}: {@code description}, {@code epochs}, how many are behind it, and {@code
   *       step}, with which the last of them ended
   *   <li>{@code step}: {@code epoch}, {@code step}, {@code imagesPerSecond}, {@code learningRate},
   *       {@code trainLoss}, {@code trainAccuracy}, {@code secondsLeft}, as {@link
   *       io.github.emnist.train.history.TrainingListener.StepReport} has them
   *   <li>{@code epoch}: the fields of {@link
   *       io.github.emnist.train.history.TrainingHistory.EpochRecord}
   *   <li>{@code paused}: {@code epochs}
   *   <li>{@code finished}: {@code epochs} and, where one was restored, {@code bestEpoch}
   *   <li>{@code failed}: {@code cause}
   * </ul>
   *
   * <p>A figure that is not there is {@code null}. Steps are written when their epoch ends, so that
   * a run that is killed leaves whole lines, of which the last alone may be cut off. A run that
   * goes on cuts such a rest away and appends; of two lines of one step or epoch the later counts.
   *
   * @param file replaced if it is there, unless the run goes on
   * @param everySteps how many steps one written step stands for, at least 1
   * @return a listener
   * @throws IllegalArgumentException if {@code everySteps} is less
   */
  public static TrainingListener jsonLines(Path file, int everySteps) {
    if (everySteps < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "everySteps (%d) must be at least 1", everySteps));
    }
    return new JsonLinesLog(Objects.requireNonNull(file, "file"), everySteps);
  }

  /**
   * Writes event files that {@code tensorboard --logdir FOLDER} shows, named and laid out as Keras'
   * callback does it, so that a run's two curves share a chart: in the subfolder {@code train} the
   * scalars {@code epoch_loss}, {@code epoch_accuracy}, {@code epoch_learning_rate} and {@code
   * epoch_images_per_second}, in {@code validation} the first two of these. Their step is the
   * 1-based epoch. What is not there, such as validation figures without a validation part, is left
   * out. The events are on the disk after every epoch.
   *
   * <p>Every run adds files and takes none away; give each run a folder of its own.
   *
   * @param folder of the run
   * @return a listener
   */
  public static TrainingListener tensorBoard(Path folder) {
    return new TensorBoardLog(Objects.requireNonNull(folder, "folder"));
  }
}
