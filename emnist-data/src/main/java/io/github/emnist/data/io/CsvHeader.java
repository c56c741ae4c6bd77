package io.github.emnist.data.io;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Tells a header line from images. Kaggle's EMNIST has none, yet tools add one: names ({@code
 * label,pixel0,pixel1}), a name and numbers ({@code label,0,1,2}), or, as pandas does unasked,
 * nothing but numbers ({@code 0,1,2}).
 */
final class CsvHeader {
  /** What careless programs write for a pixel, too. */
  private static final Pattern NUMBER = Pattern.compile("|[-+.0-9][-+.0-9eE]*");

  private CsvHeader() {}

  /** Whether the line that ends before {@code end} is one, whatever its width. */
  static boolean isHeader(byte[] bytes, int start, int end) {
    String[] cells = text(bytes, start, end).split(",", -1);
    boolean label = isNumber(cells[0]);
    boolean named = Arrays.stream(cells).noneMatch(CsvHeader::isNumber);
    return named || counts(cells) && (!label || cells.length > 257);
  }

  static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Also nothing, which is no name either. */
  private static boolean isNumber(String cell) {
    return NUMBER.matcher(bare(cell)).matches();
  }

  /** Whether the cells after the first count up by one, from 0 or 1: beyond 255 no pixels do. */
  private static boolean counts(String[] cells) {
    if (cells.length < 3) {
      return false;
    }
    int first = bare(cells[1]).equals("0") ? 0 : 1;
    for (int i = 1; i < cells.length; i++) {
      if (!bare(cells[i]).equals(Integer.toString(first + i - 1))) {
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
