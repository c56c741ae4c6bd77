package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Tells a header line from images, and which column it calls the label's. Kaggle's EMNIST has no
 * header, yet tools add one: names ({@code label,pixel0,pixel1} or {@code pixel0,pixel1,class}), a
 * name and numbers ({@code label,0,1,2}), or, as pandas does unasked, nothing but numbers ({@code
 * 0,1,2}).
 */
final class CsvHeader {
  /** What careless programs write for a pixel, too. */
  private static final Pattern NUMBER = Pattern.compile("|[-+.0-9][-+.0-9eE]*");

  /** Names of the label's column, in lower case. */
  private static final Set<String> LABEL_NAMES = Set.of("label", "class");

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final String text;
  private final String[] cells;
  private final int start;

  /** Takes the line that ends before {@code end}, which may be one of images. */
  CsvHeader(byte[] bytes, int start, int end) {
    this.start = start;
    text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    cells = text.split(",", -1);
  }

  /** Returns the line without its end. */
  String text() {
    return text;
  }

  /** Tells whether the line is a header, whatever its width. */
  boolean isHeader() {
    String[] others = Arrays.stream(cells).filter(cell -> !isLabel(cell)).toArray(String[]::new);
    if (others.length < cells.length && (areNames(others) || count(others, 0))) {
      return true;
    }
    boolean label = isNumber(cells[0]);
    boolean named = Arrays.stream(cells).noneMatch(CsvHeader::isNumber);
    return named || count(cells, 1) && (!label || cells.length > 257);
  }

  /** Returns the first column that a header calls the label's; without such a name the first. */
  int labelColumn() {
    return IntStream.range(0, cells.length).filter(i -> isLabel(cells[i])).findFirst().orElse(0);
  }

  /** Refuses a header that contradicts the one label, then pixels, of a line. */
  void check(CsvRow.Problems problems) throws MalformedDataException {
    int label = labelColumn();
    for (int i = label + 1; i < cells.length; i++) {
      if (isLabel(cells[i])) {
        throw problems.at(
            i + 1,
            start,
            CsvRow.show(cells[i]),
            Messages.format(
                "a pixel's column: %s in column %d is the label's",
                CsvRow.show(cells[label]), label + 1));
      }
    }
    String kind = DIGITS.matcher(bare(cells[0])).replaceAll("#");
    boolean numbered =
        cells.length > 2
            && kind.contains("#")
            && !isNumber(cells[0])
            && kind.equals(DIGITS.matcher(bare(cells[1])).replaceAll("#"));
    if (numbered && !isLabel(cells[label])) {
      throw problems.at(
          1,
          start,
          CsvRow.show(cells[0]) + ", one of the pixels,",
          "the label's column here, or elsewhere under the name label or class");
    }
  }

  private static boolean isLabel(String cell) {
    return LABEL_NAMES.contains(bare(cell).toLowerCase(Locale.ROOT));
  }

  /** Also nothing, which is no name either. */
  private static boolean isNumber(String cell) {
    return NUMBER.matcher(bare(cell)).matches();
  }

  /** Tells whether no cell holds a number, as that of a column without a name does not either. */
  private static boolean areNames(String[] cells) {
    return Arrays.stream(cells).allMatch(cell -> bare(cell).isEmpty() || !isNumber(cell));
  }

  /** Tells whether the cells from one on count up by one, from 0 or 1: beyond 255 no pixels do. */
  private static boolean count(String[] cells, int from) {
    if (cells.length < from + 2) {
      return false;
    }
    int first = bare(cells[from]).equals("0") ? 0 : 1;
    for (int i = from; i < cells.length; i++) {
      if (!bare(cells[i]).equals(Integer.toString(first + i - from))) {
        return false;
      }
    }
    return true;
  }

  private static String bare(String cell) {
    String bare = cell.strip();
    return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
        ? bare.substring(1, bare.length() - 1)
        : bare;
  }
}
