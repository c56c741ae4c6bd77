package io.github.emnist.data.io;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Parses a line as programs write it: numbers of one to three digits, a comma between them, LF or
 * CRLF at the end. Whatever else a line holds, {@link CsvRow} looks into.
 *
 * <p>A number is found and converted in a register, without a branch that depends on its digits
 * (their count is what a processor cannot predict); four zero pixels, which most of a line consists
 * of, go in one step.
 */
final class CsvFastRow {
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

  private CsvFastRow() {}

  /**
   * Parses one line.
   *
   * @param bytes with room to look 4 bytes a cell and 8 more ahead of {@code position}
   * @param cells receives the label and the pixels, as they stand in the line
   * @return where the next line begins, or {@link #OTHER}
   */
  static int parse(byte[] bytes, int position, byte[] cells) {
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
}
