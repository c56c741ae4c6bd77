package io.github.emnist.train.history;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.bundle.ModelMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The epochs of a run, in order. Immutable.
 *
 * @param epochs one record an epoch
 * @param bestEpoch the 1-based epoch whose weights were restored, where early stopping did so
 */
public record TrainingHistory(List<EpochRecord> epochs, OptionalInt bestEpoch) {
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
   * The history that a model remembers of its training.
   *
   * @param metadata of a model that this library trained
   * @return its epochs
   * @throws MalformedDataException if it remembers none
   */
  public static TrainingHistory of(ModelMetadata metadata) throws MalformedDataException {
    return HistoryJson.read(metadata);
  }

  /**
   * The history as CSV: a header, then a line an epoch; a figure that is not there is left empty.
   *
   * @return lines ended by {@code \n}
   */
  public String toCsv() {
    return HistoryCsv.write(epochs);
  }

  /**
   * Reads what {@link #toCsv()} wrote.
   *
   * @param csv the text
   * @param source what to call it in an error, usually the file's path
   * @param bestEpoch which the text does not say
   * @return the history
   * @throws MalformedDataException if the text is something else
   */
  public static TrainingHistory fromCsv(String csv, String source, OptionalInt bestEpoch)
      throws MalformedDataException {
    return new TrainingHistory(HistoryCsv.read(csv, source), bestEpoch);
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
