package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Checks;

/** Shrinks a picture by an integer factor: each pixel is the mean of a box of pixels. */
public final class BoxReduction {
  private BoxReduction() {}

  /**
   * Shrinks a picture by the smallest integer factor that brings its longer side within a limit,
   * and returns it unchanged if it already is. Boxes at the right and bottom sides may be smaller.
   */
  public static GrayImage toFit(GrayImage image, int maxSide) {
    int factor = factor(image, maxSide);
    return factor == 1 ? image : reduce(image, factor);
  }

  /** Returns the smallest integer factor that brings a picture's longer side within a limit. */
  public static int factor(GrayImage image, int maxSide) {
    Checks.positive("maxSide", maxSide);
    return ceilDiv(Math.max(image.width(), image.height()), maxSide);
  }

  private static GrayImage reduce(GrayImage image, int factor) {
    byte[] from = image.toBytes();
    int width = ceilDiv(image.width(), factor);
    int height = ceilDiv(image.height(), factor);
    byte[] to = new byte[width * height];
    int[] sums = new int[width];
    for (int y = 0; y < height; y++) {
      int end = Math.min(image.height(), (y + 1) * factor);
      for (int row = y * factor; row < end; row++) {
        addRow(from, row * image.width(), image.width(), factor, sums);
      }
      for (int x = 0; x < width; x++) {
        int count = Math.min(factor, image.width() - x * factor) * (end - y * factor);
        to[y * width + x] = (byte) ((Integer.toUnsignedLong(sums[x]) + count / 2) / count);
        sums[x] = 0;
      }
    }
    return GrayImage.of(width, height, to);
  }

  private static void addRow(byte[] from, int begin, int length, int factor, int[] sums) {
    int whole = length / factor;
    int at = begin;
    for (int x = 0; x < whole; x++) {
      int sum = 0;
      for (int end = at + factor; at < end; at++) {
        sum += from[at] & 0xFF;
      }
      sums[x] += sum;
    }
    for (; at < begin + length; at++) {
      sums[whole] += from[at] & 0xFF;
    }
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend - 1) / divisor + 1;
  }
}
