package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;

/**
 * A box of whole pixels.
 *
 * @param left the first column
 * @param top the first row
 * @param right the column after the last
 * @param bottom the row after the last
 */
public record PixelBox(int left, int top, int right, int bottom) {

  /**
   * Finds the smallest box around all pixels of at least a threshold, from 1 to 255; at least one
   * pixel must reach it.
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

  /** Finds that box in an image; null if no pixel reaches the threshold. */
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

  public int width() {
    return right - left;
  }

  public int height() {
    return bottom - top;
  }

  public int longer() {
    return Math.max(width(), height());
  }

  public int shorter() {
    return Math.min(width(), height());
  }

  public double centreX() {
    return (left + right) / 2.0;
  }

  public double centreY() {
    return (top + bottom) / 2.0;
  }

  public long pixels() {
    return (long) width() * height();
  }

  /** Returns the smallest box around both boxes. */
  public PixelBox with(PixelBox other) {
    return new PixelBox(
        Math.min(left, other.left),
        Math.min(top, other.top),
        Math.max(right, other.right),
        Math.max(bottom, other.bottom));
  }

  public boolean contains(PixelBox other) {
    return left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom;
  }

  /** Returns the number of common columns; if there are none, minus the number between them. */
  public int overlapX(PixelBox other) {
    return Math.min(right, other.right) - Math.max(left, other.left);
  }

  /** Returns the number of common rows; if there are none, minus the number between them. */
  public int overlapY(PixelBox other) {
    return Math.min(bottom, other.bottom) - Math.max(top, other.top);
  }

  /** Returns the common part of the narrower box's columns, at most 1; below 0 if apart. */
  public double sharedX(PixelBox other) {
    return (double) overlapX(other) / Math.min(width(), other.width());
  }

  /** Returns the common part of the lower box's rows, at most 1; below 0 if apart. */
  public double sharedY(PixelBox other) {
    return (double) overlapY(other) / Math.min(height(), other.height());
  }
}
