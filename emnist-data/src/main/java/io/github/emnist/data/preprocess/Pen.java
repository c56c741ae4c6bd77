package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import java.util.function.IntPredicate;

/** How wide a pen was. */
final class Pen {
  private Pen() {}

  /**
   * Twice the area of ink over the length of its edge: the width of long strokes. Soft edges count
   * by how dark they are, so that a stroke may be narrower than a pixel.
   *
   * @param ink white on black
   * @param counts which pixels count, by their index
   * @return in pixels
   */
  static double width(GrayImage ink, IntPredicate counts) {
    byte[] pixels = ink.toBytes();
    int width = ink.width();
    double area = 0;
    double edge = 0;
    for (int y = 0; y + 1 < ink.height(); y++) {
      for (int at = y * width; at < (y + 1) * width - 1; at++) {
        int value = level(pixels, at, counts);
        int right = level(pixels, at + 1, counts) - value;
        int down = level(pixels, at + width, counts) - value;
        area += value;
        edge += right == 0 && down == 0 ? 0 : Math.sqrt(right * right + down * down);
      }
    }
    return 2 * area / Math.max(1, edge);
  }

  private static int level(byte[] pixels, int at, IntPredicate counts) {
    return pixels[at] != 0 && counts.test(at) ? pixels[at] & 0xFF : 0;
  }
}
