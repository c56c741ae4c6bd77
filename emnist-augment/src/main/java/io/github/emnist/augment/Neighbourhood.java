package io.github.emnist.augment;

import java.util.Arrays;

/**
 * A band of an image's rows and copies of it moved by whole pixels. A loop over a pixel and its
 * neighbours then reads every array at the same index, which the JIT turns into vector code; with
 * offsets into one array it does not. Outside of the image is black.
 *
 * <p>Rows are {@link #stride} apart; what lies between them is padding, computed along and thrown
 * away.
 */
final class Neighbourhood {
  /** Pixels in a band, so that one of EMNIST's images is a single one and large ones stay small. */
  private static final int BAND = 2048;

  /** Fewer rows would copy more rows around the band than in it. */
  private static final int MIN_ROWS = 16;

  private byte[] source;
  private int sourceOffset;
  private int width;
  private int height;

  /** The rectangle that is looked at: the ink and what lies around it. */
  private int left;

  private int right;
  private int top;
  private int bottom;

  private int[] framed = {};
  private int[][] moved = {};
  private boolean[] known = {};
  private int reach;
  private int stride;
  private int length;

  /** So that a copy made for a short band is not made anew for every longer one. */
  private int longest;

  /**
   * Sets the image and looks for its ink. Pixels outside of the ink's rectangle, made larger by a
   * margin, are left out.
   */
  void image(byte[] source, int sourceOffset, int width, int height, int margin) {
    this.source = source;
    this.sourceOffset = sourceOffset;
    this.width = width;
    this.height = height;
    left = width;
    right = 0;
    top = height;
    bottom = 0;
    for (int y = 0; y < height; y++) {
      int row = sourceOffset + y * width;
      int first = 0;
      while (first < width && source[row + first] == 0) {
        first++;
      }
      if (first < width) {
        int last = width - 1;
        while (source[row + last] == 0) {
          last--;
        }
        left = Math.min(left, first);
        right = Math.max(right, last + 1);
        top = Math.min(top, y);
        bottom = y + 1;
      }
    }
    left = Math.max(left - margin, 0);
    right = Math.min(right + margin, width);
    top = Math.max(top - margin, 0);
    bottom = Math.min(bottom + margin, height);
  }

  /** Forgets the caller's array. */
  void release() {
    source = null;
  }

  int left() {
    return left;
  }

  int right() {
    return right;
  }

  int top() {
    return top;
  }

  /** Not above {@link #top} if and only if the image has no ink. */
  int bottom() {
    return bottom;
  }

  /** The rows of a band, but for the last one. */
  int rows() {
    return Math.max(MIN_ROWS, BAND / (right - left));
  }

  /**
   * Takes rows [from, to) of the rectangle.
   *
   * @param reach how far {@link #moved} is going to look, in pixels
   */
  void load(int from, int to, int reach) {
    this.reach = reach;
    stride = right - left + 2 * reach;
    length = (to - from) * stride;
    longest = Math.max(longest, length);
    // The last neighbour of the last padding lies beyond the last row.
    int size = length + 2 * reach * stride + 2 * reach;
    if (framed.length < size) {
      framed = new int[size];
    } else {
      Arrays.fill(framed, 0, size, 0);
    }
    int first = Math.max(left - reach, 0);
    int end = Math.min(right + reach, width);
    for (int y = Math.max(from - reach, 0); y < Math.min(to + reach, height); y++) {
      int target = (y - from + reach) * stride + reach - left;
      int row = sourceOffset + y * width;
      for (int x = first; x < end; x++) {
        framed[target + x] = source[row + x] & 0xFF;
      }
    }
    int side = 2 * reach + 1;
    if (moved.length < side * side) {
      moved = Arrays.copyOf(moved, side * side);
      known = new boolean[side * side];
    }
    for (int i = 0; i < moved.length; i++) {
      known[i] = false;
      if (moved[i] != null && moved[i].length < length) {
        moved[i] = null;
      }
    }
  }

  int stride() {
    return stride;
  }

  /** The band's pixels and padding: how far loops over it run. */
  int length() {
    return length;
  }

  /** Each pixel's neighbour that lies {@code right} and {@code down} of it, in [0, 255]. */
  int[] moved(int right, int down) {
    int index = (down + reach) * (2 * reach + 1) + right + reach;
    if (!known[index]) {
      if (moved[index] == null) {
        moved[index] = new int[longest];
      }
      System.arraycopy(framed, (down + reach) * stride + right + reach, moved[index], 0, length);
      known[index] = true;
    }
    return moved[index];
  }
}
