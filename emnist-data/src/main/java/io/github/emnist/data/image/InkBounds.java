package io.github.emnist.data.image;

import java.util.Objects;

/**
 * The box around the ink of a picture, in whole pixels.
 *
 * @param left the first column with ink
 * @param top the first row with ink
 * @param right the column after the last with ink
 * @param bottom the row after the last with ink
 */
public record InkBounds(int left, int top, int right, int bottom) {

  /**
   * Finds the box around all pixels of at least half the strongest intensity: where the soft edge
   * of a stroke stands for the hard edge that a binary scan would have.
   *
   * @param ink uint8 {@code [height * width]}, row-major, 0 where there is no ink
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @return the box, or null where every pixel is 0
   * @throws IndexOutOfBoundsException if {@code ink} is shorter than {@code width * height}
   */
  public static InkBounds find(byte[] ink, int width, int height) {
    int count = Math.multiplyExact(width, height);
    Objects.checkFromIndexSize(0, count, ink.length);
    int max = 0;
    for (int i = 0; i < count && max < 255; i++) {
      max = Math.max(max, ink[i] & 0xFF);
    }
    return max == 0 ? null : find(ink, width, height, (max + 1) / 2);
  }

  /** The box around all pixels of at least the threshold, of which there must be one. */
  static InkBounds find(byte[] ink, int width, int height, int threshold) {
    int top = 0;
    while (firstInRow(ink, top * width, width, threshold) == width) {
      top++;
    }
    int bottom = height;
    while (firstInRow(ink, (bottom - 1) * width, width, threshold) == width) {
      bottom--;
    }
    int left = width;
    int right = 0;
    for (int y = top; y < bottom; y++) {
      int row = y * width;
      left = Math.min(left, firstInRow(ink, row, left, threshold));
      int x = width;
      while (x > right && (ink[row + x - 1] & 0xFF) < threshold) {
        x--;
      }
      right = x;
    }
    return new InkBounds(left, top, right, bottom);
  }

  /** The first column below {@code end} that reaches the threshold, or {@code end}. */
  private static int firstInRow(byte[] ink, int row, int end, int threshold) {
    int x = 0;
    while (x < end && (ink[row + x] & 0xFF) < threshold) {
      x++;
    }
    return x;
  }

  /**
   * The number of columns.
   *
   * @return at least 1
   */
  public int width() {
    return right - left;
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int height() {
    return bottom - top;
  }
}
