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
 * The epochs of a run, in order, and its learning curve within them. Immutable.
 *
 * @param epochs one record an epoch
 * @param bestEpoch the 1-based epoch whose weights were restored, where early stopping did so
 * @param curve figures by step, about a hundred over a run; empty where they were not kept
 */
public record TrainingHistory(List<EpochRecord> epochs, OptionalInt bestEpoch, List<Point> curve) {
  /** Creates a history. */
  public TrainingHistory {
    epochs = List.copyOf(epochs);
    curve = List.copyOf(curve);
  }

  /**
   * Creates a history without a curve.
   *
   * @param epochs one record an epoch; copied
   * @param bestEpoch the 1-based epoch whose weights were restored, where early stopping did so
   */
  public TrainingHistory(List<EpochRecord> epochs, OptionalInt bestEpoch) {
    this(epochs, bestEpoch, List.of());
  }

  /**
   * A point of the learning curve. Losses are the plain cross-entropy in nats, accuracies in [0,
   * 1].
   *
   * @param step optimizer steps since the run began
   * @param trainLoss mean over the augmented images since the point before, dropout on
   * @param trainAccuracy over the same images
   * @param validationLoss mean over up to 1,000 images of the validation part, always the same; NaN
   *     where there was no validation. The whole part is validated at each epoch's end
   * @param validationAccuracy over the same images
   */
  public record Point(
      long step,
      double trainLoss,
      double trainAccuracy,
      double validationLoss,
      double validationAccuracy) {}

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
   * The epochs as CSV: a header, then a line an epoch; a figure that is not there is left empty.
   * The curve is not in it.
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

  /**
   * What one epoch came to. Losses are the plain (unsmoothed) cross-entropy in nats; accuracies are
   * in [0, 1]; validation figures are NaN where there is no validation part.
   *
   * @param epoch 1-based
   * @param step optimizer steps since the run began
   * @param seconds since the run began, validation included
   * @param imagesPerSecond training images of this epoch divided by the time spent training on them
   * @param learningRate of the epoch's last step
   * @param trainLoss mean over the epoch's augmented images, dropout on, while the weights changed
   * @param trainAccuracy over the same images
   * @param validationLoss mean over the validation part after the epoch
   * @param validationAccuracy over the same images
   * @param images drawn in the epoch to train on; 0 where a file of an earlier version does not
   *     tell
   * @param passes what that is of the training part: 1 for each image once; 0 as for the images
   */
  public record EpochRecord(
      int epoch,
      long step,
      double seconds,
      double imagesPerSecond,
      double learningRate,
      double trainLoss,
      double trainAccuracy,
      double validationLoss,
      double validationAccuracy,
      long images,
      double passes) {
    /**
     * A record that does not tell how many images the epoch had.
     *
     * @param epoch 1-based
     * @param step optimizer steps since the run began
     * @param seconds since the run began
     * @param imagesPerSecond training images a second
     * @param learningRate of the epoch's last step
     * @param trainLoss mean over the epoch's images
     * @param trainAccuracy over the same images
     * @param validationLoss mean over the validation part
     * @param validationAccuracy over the same images
     */
    public EpochRecord(
        int epoch,
        long step,
        double seconds,
        double imagesPerSecond,
        double learningRate,
        double trainLoss,
        double trainAccuracy,
        double validationLoss,
        double validationAccuracy) {
      this(
          epoch,
          step,
          seconds,
          imagesPerSecond,
          learningRate,
          trainLoss,
          trainAccuracy,
          validationLoss,
          validationAccuracy,
          0,
          0);
    }
  }
}
