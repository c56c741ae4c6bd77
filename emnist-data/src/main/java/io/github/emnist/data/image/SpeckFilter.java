package io.github.emnist.data.image;

import java.util.Arrays;

/**
 * Removes specks: connected pieces of ink that hold next to nothing of what the largest piece
 * holds. The dot of an i stays, dust goes. Not thread-safe.
 */
public final class SpeckFilter {
  /**
   * A piece with less than this part of the largest piece's ink is a speck. The dot of an i, as
   * wide as the stem and 1/25 of its length, is still kept.
   */
  private static final int SMALLEST_PART = 40;

  private final byte[] ink;
  private final int width;
  private final int height;
  private final int[] pieceOf;
  private long[] inkOf = new long[16];
  private int pieces;
  private int[] open = new int[64];

  private SpeckFilter(byte[] ink, int width, int height) {
    this.ink = ink;
    this.width = width;
    this.height = height;
    this.pieceOf = new int[width * height];
  }

  /**
   * Sets the pixels of all specks to 0. Pixels belong to one piece where they touch, at a side or a
   * corner; what a piece holds is the sum of its pixels.
   *
   * @param ink uint8 {@code [height * width]}, row-major, 0 where there is no ink; is changed
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   */
  public static void removeSpecks(byte[] ink, int width, int height) {
    SpeckFilter filter = new SpeckFilter(ink, width, height);
    filter.findPieces();
    filter.removeSpecks();
  }

  private void findPieces() {
    for (int start = 0; start < pieceOf.length; start++) {
      if (ink[start] != 0 && pieceOf[start] == 0) {
        if (++pieces == inkOf.length) {
          inkOf = Arrays.copyOf(inkOf, 2 * pieces);
        }
        inkOf[pieces] = fill(start, pieces);
      }
    }
  }

  /** Marks a whole piece and returns its ink. */
  private long fill(int start, int piece) {
    long sum = 0;
    int count = push(0, start, piece);
    while (count > 0) {
      int pixel = open[--count];
      sum += ink[pixel] & 0xFF;
      int x = pixel % width;
      int y = pixel / width;
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int neighbour = ny * width + nx;
          if (ink[neighbour] != 0 && pieceOf[neighbour] == 0) {
            count = push(count, neighbour, piece);
          }
        }
      }
    }
    return sum;
  }

  private int push(int count, int pixel, int piece) {
    if (count == open.length) {
      open = Arrays.copyOf(open, 2 * count);
    }
    open[count] = pixel;
    pieceOf[pixel] = piece;
    return count + 1;
  }

  private void removeSpecks() {
    long most = Arrays.stream(inkOf, 1, pieces + 1).max().orElse(0);
    for (int i = 0; i < pieceOf.length; i++) {
      if (pieceOf[i] != 0 && inkOf[pieceOf[i]] * SMALLEST_PART < most) {
        ink[i] = 0;
      }
    }
  }
}
