package io.github.emnist.data.io;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Parses a line cell by cell, and says what is wrong with it. Beside what {@link CsvFastRow} takes,
 * numbers may have leading zeros, quotes around them (RFC 4180) and spaces or tabs around those.
 */
final class CsvRow {
  private static final int SHOWN_BYTES = 20;

  private static final Pattern DECIMAL =
      Pattern.compile("[ \\t\"]*[-+]?[0-9]*(\\.[0-9]*)?([eE][-+]?[0-9]+)?[ \\t\"]*");

  private final CsvLayout layout;
  private final byte[] bytes;
  private final int row;

  CsvRow(CsvLayout layout, byte[] bytes, int row) {
    this.layout = layout;
    this.bytes = bytes;
    this.row = row;
  }

  /** The number of cells of a line that ends before {@code end}. */
  static int columns(byte[] bytes, int start, int end) {
    int columns = 1;
    for (int i = start; i < end; i++) {
      if (bytes[i] == ',') {
        columns++;
      }
    }
    return columns;
  }

  /** Says that a line has another width than it should, or returns null. */
  static CsvProblem checkWidth(CsvLayout layout, byte[] bytes, int row, int start, int end) {
    int columns = columns(bytes, start, end);
    return columns == layout.columns()
        ? null
        : new CsvProblem(
            row,
            0,
            start,
            String.format(Locale.ROOT, "%d column%s", columns, columns == 1 ? "" : "s"),
            layout.rightWidth() + hint(layout, bytes, columns, start, end));
  }

  /** What programs write instead of commas, or beside the numbers. */
  private static String hint(CsvLayout layout, byte[] bytes, int columns, int start, int end) {
    if (columns == layout.columns() + 1) {
      return "; leave out a column that counts the rows (pandas: index=False)";
    }
    for (char separator : new char[] {';', '\t', ' '}) {
      int found = 0;
      for (int i = start; i < end && columns == 1; i++) {
        found += bytes[i] == separator ? 1 : 0;
      }
      if (found > 0 && found == layout.pixels()) {
        return "; separate them by commas, not by "
            + (separator == ';' ? "semicolons" : separator == '\t' ? "tabs" : "spaces");
      }
    }
    return "";
  }

  /** Parses the line that ends before {@code end}; returns what is wrong, or null. */
  CsvProblem parse(int start, int end, byte[] cells) {
    CsvProblem width = checkWidth(layout, bytes, row, start, end);
    if (width != null) {
      return width;
    }
    int from = start;
    int label = layout.labelColumn();
    for (int cell = 0; cell < cells.length; cell++) {
      int to = from;
      while (to < end && bytes[to] != ',') {
        to++;
      }
      int value = value(bytes, from, to);
      boolean wrong =
          cell == label
              ? value < layout.firstLabel() || value > layout.lastLabel()
              : value < 0 || value > 255;
      if (wrong) {
        return new CsvProblem(
            row,
            cell + 1,
            from,
            to == from ? "nothing" : show(bytes, from, to),
            (cell == label ? layout.labels() : "a pixel from 0 to 255")
                + hint(from, to, cell == label));
      }
      cells[cell] = (byte) value;
      from = to + 1;
    }
    return null;
  }

  /** Pixels as a neural network takes them, or integers that went through a table of floats. */
  private String hint(int from, int to, boolean label) {
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    if (!DECIMAL.matcher(text).matches() || !text.matches(".*[.eE].*")) {
      return "";
    }
    return label
        ? ", a whole number"
        : ", a whole number; multiply pixels in [0, 1] by 255, and round before writing";
  }

  /** A cell's number, or -1 where it holds none of up to three digits. */
  static int value(byte[] bytes, int cellFrom, int cellTo) {
    int from = cellFrom;
    int to = cellTo;
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
    if (to - from >= 2 && bytes[from] == '"' && bytes[to - 1] == '"') {
      from++;
      to--;
    }
    if (from == to) {
      return -1;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = Math.min(1000, 10 * value + digit);
    }
    return value < 1000 ? value : -1;
  }

  private static boolean isBlank(byte value) {
    return value == ' ' || value == '\t';
  }

  /** The same of a header's cell. */
  static String show(String cell) {
    byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
    return show(bytes, 0, bytes.length);
  }

  /** Bytes for a message: in quotes, cut short, what is not printable ASCII as {@code \xNN}. */
  static String show(byte[] bytes, int from, int to) {
    StringBuilder shown = new StringBuilder("\"");
    for (int i = from; i < Math.min(to, from + SHOWN_BYTES); i++) {
      if (bytes[i] >= ' ' && bytes[i] <= '~') {
        shown.append((char) bytes[i]);
      } else {
        shown.append(String.format(Locale.ROOT, "\\x%02X", bytes[i] & 0xFF));
      }
    }
    return shown.append(to - from > SHOWN_BYTES ? "..." : "").append('"').toString();
  }
}
