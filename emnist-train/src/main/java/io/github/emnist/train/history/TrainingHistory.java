package io.github.emnist.train.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.train.internal.TrainingSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The epochs of a run, and its learning curve by steps. Immutable.
 *
 * @param epochs one record per epoch, in order
 * @param bestEpoch the 1-based epoch whose weights early stopping restored, if it did
 * @param curve about 100 points over a run; empty if they were not recorded
 */
public record TrainingHistory(List<EpochRecord> epochs, OptionalInt bestEpoch, List<Point> curve) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Creates a history. */
  public TrainingHistory {
    epochs = List.copyOf(epochs);
    curve = List.copyOf(curve);
  }

  /**
   * Creates a history without a curve.
   *
   * @param epochs one record per epoch, in order
   * @param bestEpoch the 1-based epoch whose weights early stopping restored, if it did
   */
  public TrainingHistory(List<EpochRecord> epochs, OptionalInt bestEpoch) {
    this(epochs, bestEpoch, List.of());
  }

  /**
   * A point of the learning curve. Losses are the plain cross-entropy in nats, accuracies in [0,
   * 1].
   *
   * @param step optimizer steps since the run began
   * @param trainLoss mean over the images as trained on since the previous point, dropout on
   * @param trainAccuracy over the same images
   * @param validationLoss mean over up to 1,000 fixed images of the validation part; NaN at points
   *     without validation
   * @param validationAccuracy over the same images
   */
  public record Point(
      long step,
      double trainLoss,
      double trainAccuracy,
      double validationLoss,
      double validationAccuracy) {}

  /** {@return the last epoch, if there is one} */
  public Optional<EpochRecord> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }

  /**
   * {@return the history in a model's provenance}
   *
   * @param metadata of a model that this library trained
   * @throws MalformedDataException if there is none
   */
  public static TrainingHistory of(ModelMetadata metadata) throws MalformedDataException {
    String place = "the model's provenance";
    JsonNode training = TrainingSection.of(metadata);
    if (training.isMissingNode()) {
      throw new MalformedDataException(place, 0, "no section training", "that of a trained model");
    }
    try {
      List<EpochRecord> epochs = new ArrayList<>();
      for (JsonNode epoch : training.withArray("history")) {
        ObjectNode filled = ((ObjectNode) epoch).deepCopy();
        filled.properties().stream() // null stands for NaN
            .filter(field -> field.getValue().isNull())
            .forEach(field -> field.setValue(DoubleNode.valueOf(Double.NaN)));
        epochs.add(MAPPER.treeToValue(filled, EpochRecord.class));
      }
      List<Point> curve = new ArrayList<>(); // empty in models of earlier versions
      for (JsonNode row : training.path("curve")) {
        double[] figures = IntStream.range(1, 5).mapToDouble(i -> figure(row.path(i))).toArray();
        curve.add(new Point(row.path(0).asLong(), figures[0], figures[1], figures[2], figures[3]));
      }
      JsonNode best = training.path("bestEpoch");
      return new TrainingHistory(
          epochs, best.isInt() ? OptionalInt.of(best.asInt()) : OptionalInt.empty(), curve);
    } catch (JsonProcessingException | UnsupportedOperationException | ClassCastException e) {
      throw new MalformedDataException(place, 0, "no list of epochs", "a training's history", e);
    }
  }

  private static double figure(JsonNode node) {
    return node.isNumber() ? node.asDouble() : Double.NaN;
  }

  /**
   * {@return the epochs, without the curve, as CSV: a header, then a line per epoch; missing
   * figures are empty; lines end with {@code \n}}
   */
  public String toCsv() {
    return HistoryCsv.write(epochs);
  }

  /**
   * Parses the CSV of {@link #toCsv()}.
   *
   * @param csv the text
   * @param source its name in error messages, usually the file's path
   * @param bestEpoch the best epoch, which is not in the text
   * @return the history
   * @throws MalformedDataException if the text is malformed
   */
  public static TrainingHistory fromCsv(String csv, String source, OptionalInt bestEpoch)
      throws MalformedDataException {
    return new TrainingHistory(HistoryCsv.read(csv, source), bestEpoch);
  }

  /**
   * The figures of one epoch. Losses are the plain (unsmoothed) cross-entropy in nats; accuracies
   * are in [0, 1]; validation figures are NaN without a validation part.
   *
   * @param epoch 1-based
   * @param step optimizer steps since the run began
   * @param seconds since the run began, validation included
   * @param imagesPerSecond training images of this epoch divided by the time spent training on them
   * @param learningRate of the epoch's last step
   * @param trainLoss mean over the epoch's images as trained on, dropout on, while the weights
   *     changed
   * @param trainAccuracy over the same images
   * @param validationLoss mean over the validation part after the epoch
   * @param validationAccuracy over the same images
   * @param images the training images drawn; 0 if read from a file of an earlier version
   * @param passes {@code images} divided by the size of the training part; 0 likewise
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
      double passes) {}

  /** Formats and parses the CSV; scripts rely on the columns. */
  static final class HistoryCsv {
    private static final String HEADER =
        "epoch,step,seconds,images_per_second,learning_rate,"
            + "train_loss,train_accuracy,validation_loss,validation_accuracy,images,passes";

    /** The header of earlier versions. */
    private static final String EARLIER_HEADER = HEADER.replace(",images,passes", "");

    private static final int COLUMNS = HEADER.split(",").length;
    private static final int SHOWN = 80;

    private HistoryCsv() {}

    static String write(List<EpochRecord> epochs) {
      StringBuilder csv = new StringBuilder(HEADER).append('\n');
      for (EpochRecord e : epochs) {
        csv.append(
            Messages.format(
                "%d,%d,%.3f,%s,%.8g,%s,%s,%s,%s,%s,%s\n",
                e.epoch(),
                e.step(),
                e.seconds(),
                number("%.1f", e.imagesPerSecond()),
                e.learningRate(),
                number("%.6f", e.trainLoss()),
                number("%.6f", e.trainAccuracy()),
                number("%.6f", e.validationLoss()),
                number("%.6f", e.validationAccuracy()),
                e.images() == 0 ? "" : e.images(),
                e.passes() == 0 ? "" : Messages.format("%.4f", e.passes())));
      }
      return csv.toString();
    }

    private static String number(String format, double value) {
      return Double.isNaN(value) ? "" : Messages.format(format, value);
    }

    static List<EpochRecord> read(String csv, String source) throws MalformedDataException {
      List<EpochRecord> epochs = new ArrayList<>();
      int offset = 0;
      for (String line : csv.split("\n", -1)) {
        if (offset == 0 && !line.equals(HEADER) && !line.equals(EARLIER_HEADER)) {
          throw new MalformedDataException(source, 0, shown(line), "the line " + HEADER);
        }
        if (offset > 0 && !line.isEmpty()) {
          epochs.add(epoch(line, source, offset));
        }
        offset += line.length() + 1;
      }
      return epochs;
    }

    private static EpochRecord epoch(String line, String source, int offset)
        throws MalformedDataException {
      String[] fields = line.split(",", -1);
      boolean whole = fields.length == COLUMNS;
      try {
        if (whole || fields.length == COLUMNS - 2) {
          return new EpochRecord(
              Integer.parseInt(fields[0]),
              Long.parseLong(fields[1]),
              Double.parseDouble(fields[2]),
              number(fields[3]),
              Double.parseDouble(fields[4]),
              number(fields[5]),
              number(fields[6]),
              number(fields[7]),
              number(fields[8]),
              whole && !fields[9].isEmpty() ? Long.parseLong(fields[9]) : 0,
              whole && !fields[10].isEmpty() ? Double.parseDouble(fields[10]) : 0);
        }
      } catch (NumberFormatException e) {
        throw malformed(line, source, offset, e);
      }
      throw malformed(line, source, offset, null);
    }

    private static double number(String field) {
      return field.isEmpty() ? Double.NaN : Double.parseDouble(field);
    }

    private static MalformedDataException malformed(
        String line, String source, int offset, Throwable cause) {
      return new MalformedDataException(
          source, offset, shown(line), COLUMNS + " numbers of an epoch", cause);
    }

    private static String shown(String line) {
      return '"' + Messages.shortened(line, SHOWN) + '"';
    }
  }
}
