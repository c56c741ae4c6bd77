package io.github.emnist.train.history;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A history as text; scripts rely on the columns. */
final class HistoryCsv {
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
          String.format(
              Locale.ROOT,
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
              e.passes() == 0 ? "" : String.format(Locale.ROOT, "%.4f", e.passes())));
    }
    return csv.toString();
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
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
    return '"' + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...") + '"';
  }
}
