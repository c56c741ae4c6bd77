package io.github.emnist.data.io;

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

  private CsvHeader() {}

  /** Whether the line that ends before {@code end} is one, whatever its width. */
  static boolean isHeader(byte[] bytes, int start, int end) {
    String[] cells = cells(bytes, start, end);
    String[] others = Arrays.stream(cells).filter(cell -> !isLabel(cell)).toArray(String[]::new);
    if (others.length < cells.length && (areNames(others) || count(others, 0))) {
      return true;
    }
    boolean label = isNumber(cells[0]);
    boolean named = Arrays.stream(cells).noneMatch(CsvHeader::isNumber);
    return named || count(cells, 1) && (!label || cells.length > 257);
  }

  /** The first column that a header calls the label's; without such a name the first of all. */
  static int labelColumn(byte[] bytes, int start, int end) {
    String[] cells = cells(bytes, start, end);
    return IntStream.range(0, cells.length).filter(i -> isLabel(cells[i])).findFirst().orElse(0);
  }

  /** Says that a header contradicts the one label, then pixels, of a line; or returns null. */
  static CsvProblem contradiction(byte[] bytes, int start, int end) {
    String[] cells = cells(bytes, start, end);
    int label = labelColumn(bytes, start, end);
    for (int i = label + 1; i < cells.length; i++) {
      if (isLabel(cells[i])) {
        return new CsvProblem(
            0,
            i + 1,
            start,
            CsvRow.show(cells[i]),
            String.format(
                Locale.ROOT,
                "a pixel's column: %s in column %d is the label's",
                CsvRow.show(cells[label]),
                label + 1));
      }
    }
    String kind = DIGITS.matcher(bare(cells[0])).replaceAll("#");
    boolean numbered =
        cells.length > 2
            && kind.contains("#")
            && !isNumber(cells[0])
            && kind.equals(DIGITS.matcher(bare(cells[1])).replaceAll("#"));
    return numbered && !isLabel(cells[label])
        ? new CsvProblem(
            0,
            1,
            start,
            CsvRow.show(cells[0]) + ", one of the pixels,",
            "the label's column here, or elsewhere under the name label or class")
        : null;
  }

  private static boolean isLabel(String cell) {
    return LABEL_NAMES.contains(bare(cell).toLowerCase(Locale.ROOT));
  }

  private static String[] cells(byte[] bytes, int start, int end) {
    return text(bytes, start, end).split(",", -1);
  }

  static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Also nothing, which is no name either. */
  private static boolean isNumber(String cell) {
    return NUMBER.matcher(bare(cell)).matches();
  }

  /** Whether no cell holds a number, as that of a column without a name does not either. */
  private static boolean areNames(String[] cells) {
    return Arrays.stream(cells).allMatch(cell -> bare(cell).isEmpty() || !isNumber(cell));
  }

  /** Whether the cells from one on count up by one, from 0 or 1: beyond 255 no pixels do. */
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
