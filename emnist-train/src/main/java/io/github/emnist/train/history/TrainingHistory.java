package io.github.emnist.train.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The epochs of a run, in order. Immutable.
 *
 * @param epochs one record an epoch
 * @param bestEpoch the 1-based epoch whose weights were restored, where early stopping did so
 */
public record TrainingHistory(List<EpochRecord> epochs, OptionalInt bestEpoch) {
  private static final String HEADER =
      "epoch,step,seconds,images_per_second,learning_rate,"
          + "train_loss,train_accuracy,validation_loss,validation_accuracy";

  /**
   * Creates a history.
   *
   * @param epochs one record an epoch; copied
   * @param bestEpoch the 1-based epoch whose weights were restored, where early stopping did so
   */
  public TrainingHistory {
    epochs = List.copyOf(epochs);
  }

  /**
   * The last epoch.
   *
   * @return empty where the run ended before one did
   */
  public Optional<EpochRecord> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }

  /**
   * The history as CSV: a header, then a line an epoch; a figure that is not there is left empty.
   *
   * @return lines ended by {@code \n}
   */
  public String toCsv() {
    StringBuilder csv = new StringBuilder(HEADER).append('\n');
    for (EpochRecord e : epochs) {
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%d,%.3f,%s,%.8g,%s,%s,%s,%s\n",
              e.epoch(),
              e.step(),
              e.seconds(),
              number("%.1f", e.imagesPerSecond()),
              e.learningRate(),
              number("%.6f", e.trainLoss()),
              number("%.6f", e.trainAccuracy()),
              number("%.6f", e.validationLoss()),
              number("%.6f", e.validationAccuracy())));
    }
    return csv.toString();
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
  }

  /**
   * Writes {@link #toCsv()} to a file.
   *
   * @param file replaced if it is there
   * @throws IOException if it cannot be written
   */
  public void writeCsv(Path file) throws IOException {
    Files.writeString(file, toCsv());
  }
}
