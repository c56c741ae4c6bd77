package io.github.emnist.benchmarks.disguise;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds the middle lines of strokes: T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for
 * thinning digital patterns", Communications of the ACM 27(3), 1984. Each round removes pixels of
 * the south-east boundary, then of the north-west one, if that does not break or shorten a line. A
 * square of two by two pixels vanishes, as in the paper; no part of 2,000 enlarged images did.
 */
final class Thinning {
  /** The eight neighbours, clockwise from the north: the paper's P2 to P9. */
  private static final int[][] NEIGHBOURS = {
    {0, -1}, {1, -1}, {1, 0}, {1, 1}, {0, 1}, {-1, 1}, {-1, 0}, {-1, -1}
  };

  private Thinning() {}

  /**
   * Thins a pattern to its middle lines.
   *
   * @param pattern {@code [height * width]}, row-major; not changed
   * @param width in pixels
   * @param height in pixels
   * @return its middle lines; pixels outside count as empty
   */
  static boolean[] thin(boolean[] pattern, int width, int height) {
    // One empty pixel all round, so that every pixel has eight neighbours.
    int stride = width + 2;
    boolean[] padded = new boolean[stride * (height + 2)];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pattern, y * width, padded, (y + 1) * stride + 1, width);
    }
    int[] ink = IntStream.range(0, padded.length).filter(i -> padded[i]).toArray();
    int before;
    do {
      before = ink.length;
      ink = peel(padded, ink, stride, true);
      ink = peel(padded, ink, stride, false);
    } while (ink.length < before);
    boolean[] lines = new boolean[pattern.length];
    for (int y = 0; y < height; y++) {
      System.arraycopy(padded, (y + 1) * stride + 1, lines, y * width, width);
    }
    return lines;
  }

  /**
   * Removes the pixels that can go, judged by the pattern before the pass, and returns those that
   * stay.
   */
  private static int[] peel(boolean[] pixels, int[] ink, int stride, boolean southEast) {
    int[] staying = new int[ink.length];
    int[] going = new int[ink.length];
    int stay = 0;
    int go = 0;
    for (int i : ink) {
      if (canGo(pixels, i, stride, southEast)) {
        going[go++] = i;
      } else {
        staying[stay++] = i;
      }
    }
    for (int k = 0; k < go; k++) {
      pixels[going[k]] = false;
    }
    return Arrays.copyOf(staying, stay);
  }

  private static boolean canGo(boolean[] pixels, int i, int stride, boolean southEast) {
    boolean[] p = new boolean[NEIGHBOURS.length];
    int filled = 0;
    for (int k = 0; k < p.length; k++) {
      p[k] = pixels[i + NEIGHBOURS[k][1] * stride + NEIGHBOURS[k][0]];
      filled += p[k] ? 1 : 0;
    }
    int begins = 0;
    for (int k = 0; k < p.length; k++) {
      begins += !p[k] && p[(k + 1) % p.length] ? 1 : 0;
    }
    if (filled < 2 || filled > 6 || begins != 1) {
      return false;
    }
    boolean north = p[0];
    boolean east = p[2];
    boolean south = p[4];
    boolean west = p[6];
    return southEast
        ? !(north && east && south) && !(east && south && west)
        : !(north && east && west) && !(north && south && west);
  }
}
