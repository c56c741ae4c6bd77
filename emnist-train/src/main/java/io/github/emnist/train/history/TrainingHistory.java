package io.github.emnist.train.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.ProvenanceSection;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  /** {@return the last epoch; empty where the run ended before one did} */
  public Optional<EpochRecord> last() {
    return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.get(epochs.size() - 1));
  }

  /**
   * {@return the history that a model remembers of its training}
   *
   * @param metadata of a model that this library trained
   * @throws MalformedDataException if it remembers none
   */
  public static TrainingHistory of(ModelMetadata metadata) throws MalformedDataException {
    return HistoryJson.read(metadata);
  }

  /**
   * {@return the epochs as CSV: a header, then a line an epoch; a figure that is not there is left
   * empty; lines end with {@code \n}} The curve is not in it.
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
      double passes) {}

  /** A history as text; scripts rely on the columns. */
  static final class HistoryCsv {
    private static final String HEADER =
        "epoch,step,seconds,images_per_second,learning_rate,"
            + "train_loss,train_accuracy,validation_loss,validation_accuracy,images,passes";

    /** Before the last two columns came. */
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

  /** Reads the epochs out of the section {@code training} of a model's provenance. */
  static final class HistoryJson {
    private static final String PLACE = "the model's provenance";
    private static final JsonMapper MAPPER = new JsonMapper();

    private HistoryJson() {}

    static TrainingHistory read(ModelMetadata metadata) throws MalformedDataException {
      ProvenanceSection section = metadata.provenance().get("training");
      if (section == null) {
        throw new MalformedDataException(
            PLACE, 0, "no section training", "that of a trained model");
      }
      try {
        JsonNode training = MAPPER.readTree(section.json());
        List<EpochRecord> epochs = new ArrayList<>();
        for (JsonNode epoch : training.withArray("history")) {
          epochs.add(epoch(epoch));
        }
        JsonNode best = training.path("bestEpoch");
        return new TrainingHistory(
            epochs,
            best.isInt() ? OptionalInt.of(best.asInt()) : OptionalInt.empty(),
            curve(training.path("curve")));
      } catch (JsonProcessingException | UnsupportedOperationException | ClassCastException e) {
        throw new MalformedDataException(PLACE, 0, "no list of epochs", "a training's history", e);
      }
    }

    /** Rows of five numbers; a model of an earlier version has none. */
    private static List<TrainingHistory.Point> curve(JsonNode rows) {
      List<TrainingHistory.Point> curve = new ArrayList<>();
      for (JsonNode row : rows) {
        curve.add(
            new TrainingHistory.Point(
                row.path(0).asLong(),
                figure(row.path(1)),
                figure(row.path(2)),
                figure(row.path(3)),
                figure(row.path(4))));
      }
      return curve;
    }

    private static double figure(JsonNode node) {
      return node.isNumber() ? node.asDouble() : Double.NaN;
    }

    /** A figure that is not there is written as null, since JSON has no NaN. */
    private static EpochRecord epoch(JsonNode node) throws JsonProcessingException {
      ObjectNode filled = ((ObjectNode) node).deepCopy();
      filled.properties().stream()
          .filter(field -> field.getValue().isNull())
          .forEach(field -> field.setValue(DoubleNode.valueOf(Double.NaN)));
      return MAPPER.treeToValue(filled, EpochRecord.class);
    }
  }
}
