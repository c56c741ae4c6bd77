package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;

/**
 * The smallest box of whole pixels that holds all pixels of at least a threshold.
 *
 * @param left the first column
 * @param top the first row
 * @param right the column after the last
 * @param bottom the row after the last
 */
public record PixelBox(int left, int top, int right, int bottom) {

  /**
   * Finds the box.
   *
   * @param ink uint8 {@code [height * width]}, row-major
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param threshold 1 to 255; at least one pixel reaches it
   * @return the box
   */
  public static PixelBox find(byte[] ink, int width, int height, int threshold) {
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
      left = firstInRow(ink, row, left, threshold);
      int x = width;
      while (x > right && (ink[row + x - 1] & 0xFF) < threshold) {
        x--;
      }
      right = x;
    }
    return new PixelBox(left, top, right, bottom);
  }

  /**
   * Finds the box in an image.
   *
   * @param ink of any size
   * @param threshold 1 to 255
   * @return the box, or null where no pixel reaches the threshold
   */
  public static PixelBox find(GrayImage ink, int threshold) {
    byte[] pixels = ink.toBytes();
    for (byte pixel : pixels) {
      if ((pixel & 0xFF) >= threshold) {
        return find(pixels, ink.width(), ink.height(), threshold);
      }
    }
    return null;
  }

  /** Returns the first column below {@code end} that reaches the threshold, or {@code end}. */
  private static int firstInRow(byte[] ink, int row, int end, int threshold) {
    int x = 0;
    while (x < end && (ink[row + x] & 0xFF) < threshold) {
      x++;
    }
    return x;
  }
}
