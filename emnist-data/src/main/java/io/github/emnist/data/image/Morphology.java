package io.github.emnist.data.image;

/** Grey-scale morphology with square elements. */
public final class Morphology {
  private Morphology() {}

  /**
   * A closing: dark parts into which the square does not fit take the level of the lightest way
   * around them. Windows end at the picture's sides.
   *
   * @param pixels levels {@code [height * width]}, row-major
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param reach half the square's side: it has {@code 2 * reach + 1} pixels
   * @return the closed picture
   */
  public static int[] close(int[] pixels, int width, int height, int reach) {
    int[] dilated = dilate(pixels, width, height, reach, 1);
    return dilate(dilated, width, height, reach, -1);
  }

  /** The maximum over a square, or with sign -1 the minimum. */
  private static int[] dilate(int[] pixels, int width, int height, int reach, int sign) {
    int[] rows = new int[pixels.length];
    for (int y = 0; y < height; y++) {
      line(pixels, rows, y * width, 1, width, reach, sign);
    }
    int[] both = new int[pixels.length];
    for (int x = 0; x < width; x++) {
      line(rows, both, x, width, height, reach, sign);
    }
    return both;
  }

  private static void line(
      int[] from, int[] to, int begin, int stride, int count, int reach, int sign) {
    for (int i = 0; i < count; i++) {
      int first = Math.max(0, i - reach);
      int last = Math.min(count - 1, i + reach);
      int best = sign * from[begin + first * stride];
      for (int k = first + 1; k <= last; k++) {
        best = Math.max(best, sign * from[begin + k * stride]);
      }
      to[begin + i * stride] = sign * best;
    }
  }
}
