package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.util.Locale;

/**
 * What is wrong with a line, found while it was not yet known how many lines come before its block.
 *
 * @param row the line within its block, 0-based
 * @param column 1-based, or 0 where the line as a whole is wrong
 * @param offset in the block
 */
record CsvProblem(int row, int column, int offset, String found, String expected) {
  MalformedDataException toException(String source, long blockOffset, long linesBefore) {
    String place = String.format(Locale.ROOT, "line %d", linesBefore + row + 1);
    if (column > 0) {
      place += String.format(Locale.ROOT, ", column %d", column);
    }
    return new MalformedDataException(
        source, blockOffset + offset, found + " in " + place, expected);
  }
}
