package io.github.emnist.data.image;

import io.github.emnist.data.GrayImage;
import java.util.Arrays;
import java.util.Locale;

/** Shrinks a picture by a whole factor: each pixel is the mean of a box of pixels. */
public final class BoxReduction {
  private BoxReduction() {}

  /**
   * Shrinks a picture by the smallest whole factor that brings its longer side within a limit.
   *
   * @param image of any size
   * @param maxSide in pixels, at least 1
   * @return {@code image} itself where it is small enough; boxes that reach over the right or
   *     bottom side are averaged over the pixels that are there
   * @throws IllegalArgumentException if {@code maxSide} is below 1
   */
  public static GrayImage toFit(GrayImage image, int maxSide) {
    int factor = factor(image, maxSide);
    return factor == 1 ? image : reduce(image, factor);
  }

  /**
   * The smallest whole factor that brings a picture's longer side within a limit.
   *
   * @param image of any size
   * @param maxSide in pixels, at least 1
   * @return at least 1
   * @throws IllegalArgumentException if {@code maxSide} is below 1
   */
  public static int factor(GrayImage image, int maxSide) {
    if (maxSide < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "maxSide (%d) must be positive", maxSide));
    }
    return ceilDiv(Math.max(image.width(), image.height()), maxSide);
  }

  private static GrayImage reduce(GrayImage image, int factor) {
    byte[] from = image.toBytes();
    int width = ceilDiv(image.width(), factor);
    int height = ceilDiv(image.height(), factor);
    byte[] to = new byte[width * height];
    long[] sums = new long[width];
    for (int y = 0; y < height; y++) {
      int end = y * factor + Math.min(factor, image.height() - y * factor);
      Arrays.fill(sums, 0);
      for (int row = y * factor; row < end; row++) {
        for (int x = 0; x < image.width(); x++) {
          sums[x / factor] += from[row * image.width() + x] & 0xFF;
        }
      }
      for (int x = 0; x < width; x++) {
        int columns = Math.min(factor, image.width() - x * factor);
        long count = (long) columns * (end - y * factor);
        to[y * width + x] = (byte) ((sums[x] + count / 2) / count);
      }
    }
    return GrayImage.of(width, height, to);
  }

  private static int ceilDiv(int dividend, int divisor) {
    return (dividend - 1) / divisor + 1;
  }
}
