package io.github.emnist.data.internal.image;

/** Grey-scale morphology with square elements. */
public final class Morphology {
  private Morphology() {}

  /**
   * Closes a picture: dark parts too small for a square of {@code 2 * reach + 1} pixels take the
   * level of the lightest path around them. Windows end at the picture's sides.
   */
  public static int[] close(int[] pixels, int width, int height, int reach) {
    int[] dilated = dilate(pixels, width, height, reach, 1);
    return dilate(dilated, width, height, reach, -1);
  }

  /**
   * Returns the maximum over a square, or with sign -1 the minimum: along rows and then along
   * columns, a whole row at a time, which the JIT compiler vectorises.
   */
  private static int[] dilate(int[] pixels, int width, int height, int reach, int sign) {
    int[] signed = new int[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      signed[i] = sign * pixels[i];
    }
    int[] rows = signed.clone();
    for (int away = 1; away <= Math.min(reach, width - 1); away++) {
      for (int y = 0; y < height; y++) {
        int begin = y * width;
        raise(rows, begin, signed, begin + away, width - away);
        raise(rows, begin + away, signed, begin, width - away);
      }
    }
    int[] both = rows.clone();
    for (int away = 1; away <= Math.min(reach, height - 1); away++) {
      int count = (height - away) * width;
      raise(both, 0, rows, away * width, count);
      raise(both, away * width, rows, 0, count);
    }
    for (int i = 0; i < both.length; i++) {
      both[i] *= sign;
    }
    return both;
  }

  private static void raise(int[] to, int toBegin, int[] from, int fromBegin, int count) {
    for (int i = 0; i < count; i++) {
      to[toBegin + i] = Math.max(to[toBegin + i], from[fromBegin + i]);
    }
  }
}
