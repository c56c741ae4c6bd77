package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Parses a line cell by cell, and says what is wrong with it. Beside what {@link #parseFast} takes,
 * numbers may have leading zeros, quotes around them (RFC 4180) and spaces or tabs around those.
 */
final class CsvRow {
  /** The longest cell that {@link #parseFast} takes, with its comma. */
  static final int MAX_FAST_CELL_BYTES = 4;

  /** The line is of another kind, or wrong. */
  static final int OTHER = -1;

  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle FOUR_CELLS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** "0,0,0,0," */
  private static final long FOUR_ZEROS = 0x2C302C302C302C30L;

  /** Set in each digit, and in no comma, CR or LF. */
  private static final long DIGIT_BITS = 0x1010101010101010L;

  private static final long ZERO_DIGITS = 0x3030303030303030L;
  private static final int HIGH_NIBBLES = 0xF0F0F0F0;

  /** Carries a number above 9 into the high nibble. */
  private static final int SIX_EACH = 0x060606;

  private static final int THREE_BYTES = 0xFFFFFF;

  private static final int SHOWN_BYTES = 20;

  private static final Pattern DECIMAL =
      Pattern.compile("[ \\t\"]*[-+]?[0-9]*(\\.[0-9]*)?([eE][-+]?[0-9]+)?[ \\t\"]*");

  private final CsvLayout layout;
  private final byte[] bytes;
  private final Problems problems;
  private int labelColumn;

  /** Locates what is wrong with a line: a column, 1-based, or 0 for the whole, and a position. */
  interface Problems {
    MalformedDataException at(int column, int position, String found, String expected);
  }

  CsvRow(CsvLayout layout, byte[] bytes, Problems problems) {
    this.layout = layout;
    this.bytes = bytes;
    this.problems = problems;
  }

  /** Sets the column of the labels, which a header may name. */
  void withLabelColumn(int column) {
    labelColumn = column;
  }

  /**
   * Parses a line as programs write it: numbers of one to three digits, a comma between them, LF or
   * CRLF at the end. A number is found and converted in a register, without a branch that depends
   * on its digits (their count is what a processor cannot predict); four zero pixels, which most of
   * a line consists of, go in one step.
   *
   * @param bytes with room to look 4 bytes a cell and 8 more ahead of {@code position}
   * @param cells receives the label and the pixels, as they stand in the line
   * @return where the next line begins, or {@link #OTHER}
   */
  static int parseFast(byte[] bytes, int position, byte[] cells) {
    int last = cells.length - 1;
    int next = position;
    int wrong = 0;
    int cell = 0;
    while (cell < last - 1) {
      long eight = (long) EIGHT_BYTES.get(bytes, next);
      if (eight == FOUR_ZEROS) {
        if (cell + 4 > last) {
          return OTHER;
        }
        FOUR_CELLS.set(cells, cell, 0);
        cell += 4;
        next += 8;
        continue;
      }
      // Two numbers at once: where the second ends is all that the next step waits for.
      long separators = ~eight & DIGIT_BITS;
      int first = Long.numberOfTrailingZeros(separators) - 4;
      int both = Long.numberOfTrailingZeros(separators & separators - 1) - 4;
      int second = both - first - 8;
      if ((first - 8 | 24 - first | second - 8 | 24 - second) < 0) {
        return OTHER;
      }
      long digits = eight ^ ZERO_DIGITS;
      int one = (int) digits << 24 - first & THREE_BYTES;
      int two = (int) (digits >>> first + 8) << 24 - second & THREE_BYTES;
      int value = number(one);
      int value2 = number(two);
      // Whatever is wrong is gathered, and looked at once a line.
      wrong |=
          (one | one + SIX_EACH | two | two + SIX_EACH) & HIGH_NIBBLES
              | (value | value2) & ~0xFF
              | (int) (eight >>> first ^ ',') & 0xFF
              | (int) (eight >>> both ^ ',') & 0xFF;
      cells[cell] = (byte) value;
      cells[cell + 1] = (byte) value2;
      cell += 2;
      next += (both >>> 3) + 1;
    }
    while (cell <= last) {
      int four = (int) (long) EIGHT_BYTES.get(bytes, next);
      int first = Long.numberOfTrailingZeros(~four & DIGIT_BITS) - 4;
      if ((first - 8 | 24 - first) < 0) {
        return OTHER;
      }
      int one = (four ^ (int) ZERO_DIGITS) << 24 - first & THREE_BYTES;
      int value = number(one);
      wrong |= (one | one + SIX_EACH) & HIGH_NIBBLES | value & ~0xFF;
      next += first >>> 3;
      if (cell < last) {
        wrong |= four >>> first & 0xFF ^ ',';
        next++;
      }
      cells[cell++] = (byte) value;
    }
    if (bytes[next] == '\r') {
      next++;
    }
    return wrong == 0 && bytes[next] == '\n' ? next + 1 : OTHER;
  }

  /** Of hundreds, tens and ones in the lowest, second and third byte. */
  private static int number(int digits) {
    return (digits & 0xFF) * 100 + (digits >>> 8 & 0xFF) * 10 + (digits >>> 16);
  }

  /** Checks the number of cells of the line that ends before {@code end}. */
  void checkWidth(int start, int end) throws MalformedDataException {
    int columns = 1;
    for (int i = start; i < end; i++) {
      columns += bytes[i] == ',' ? 1 : 0;
    }
    if (columns != layout.columns()) {
      throw problems.at(
          0,
          start,
          columns + (columns == 1 ? " column" : " columns"),
          layout.rightWidth() + hint(columns, start, end));
    }
  }

  /** Returns what programs write instead of commas, or beside the numbers. */
  private String hint(int columns, int start, int end) {
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

  /** Parses the line that ends before {@code end}. */
  void parse(int start, int end, byte[] cells) throws MalformedDataException {
    checkWidth(start, end);
    int from = start;
    for (int cell = 0; cell < cells.length; cell++) {
      int to = from;
      while (to < end && bytes[to] != ',') {
        to++;
      }
      int value = value(bytes, from, to);
      boolean wrong =
          cell == labelColumn
              ? value < layout.firstLabel() || value > layout.lastLabel()
              : value < 0 || value > 255;
      if (wrong) {
        throw problems.at(
            cell + 1,
            from,
            to == from ? "nothing" : show(bytes, from, to),
            (cell == labelColumn ? layout.labels() : "a pixel from 0 to 255")
                + hint(from, to, cell == labelColumn));
      }
      cells[cell] = (byte) value;
      from = to + 1;
    }
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

  /** Returns a cell's number, or -1 where it holds none of up to three digits. */
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

  /** Returns the same of a header's cell. */
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
        shown.append(Messages.format("\\x%02X", bytes[i] & 0xFF));
      }
    }
    return shown.append(to - from > SHOWN_BYTES ? "..." : "").append('"').toString();
  }
}
