package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.PixelBox;
import java.util.function.IntPredicate;

/** How wide a pen was. */
final class Pen {
  private Pen() {}

  /**
   * Twice the area of ink over the length of its edge: the width of long strokes. Soft edges count
   * by how dark they are, so that a stroke may be narrower than a pixel.
   *
   * @param ink white on black
   * @param box outside of which nothing counts
   * @param counts which pixels count, by their index
   * @return in pixels
   */
  static double width(GrayImage ink, PixelBox box, IntPredicate counts) {
    byte[] pixels = ink.toBytes();
    int width = ink.width();
    double area = 0;
    double edge = 0;
    int left = Math.max(0, box.left() - 1);
    int right = Math.min(width, box.right() + 1);
    for (int y = Math.max(0, box.top() - 1);
        y + 1 < Math.min(ink.height(), box.bottom() + 1);
        y++) {
      int value = level(pixels, y * width + left, counts);
      for (int at = y * width + left; at + 1 < y * width + right; at++) {
        int next = level(pixels, at + 1, counts);
        int across = next - value;
        int down = level(pixels, at + width, counts) - value;
        area += value;
        edge += across == 0 && down == 0 ? 0 : Math.sqrt(across * across + down * down);
        value = next;
      }
    }
    return 2 * area / Math.max(1, edge);
  }

  private static int level(byte[] pixels, int at, IntPredicate counts) {
    return pixels[at] != 0 && counts.test(at) ? pixels[at] & 0xFF : 0;
  }
}
