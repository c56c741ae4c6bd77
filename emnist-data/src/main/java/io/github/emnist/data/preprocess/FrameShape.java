package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.Components;
import io.github.emnist.data.internal.image.Components.Component;
import io.github.emnist.data.internal.image.PixelBox;

/** Tells the frame of a form's box: nearly all of its ink lies along the four sides of its box. */
final class FrameShape {
  /** A frame may lean by this part of its side. */
  private static final int BAND_PART = 10;

  /** Of a round O, 82 % would lie there. */
  private static final double INK_IN_BAND = 0.92;

  /** How much of each side is drawn. */
  private static final double DRAWN = 0.75;

  private FrameShape() {}

  static boolean matches(byte[] ink, int width, Components pieces, Component piece) {
    PixelBox box = piece.box();
    int columns = box.right() - box.left();
    int rows = box.bottom() - box.top();
    int acrossX = Math.max(1, columns / BAND_PART);
    int acrossY = Math.max(1, rows / BAND_PART);
    boolean[] left = new boolean[rows];
    boolean[] right = new boolean[rows];
    boolean[] top = new boolean[columns];
    boolean[] bottom = new boolean[columns];
    long inBand = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int at = (box.top() + y) * width + box.left() + x;
        if (pieces.label(at) != piece.label()) {
          continue;
        }
        boolean isLeft = x < acrossX;
        boolean isRight = x >= columns - acrossX;
        boolean isTop = y < acrossY;
        boolean isBottom = y >= rows - acrossY;
        left[y] |= isLeft;
        right[y] |= isRight;
        top[x] |= isTop;
        bottom[x] |= isBottom;
        inBand += isLeft || isRight || isTop || isBottom ? ink[at] & 0xFF : 0;
      }
    }
    return inBand >= INK_IN_BAND * piece.ink()
        && part(left) >= DRAWN
        && part(right) >= DRAWN
        && part(top) >= DRAWN
        && part(bottom) >= DRAWN;
  }

  private static double part(boolean[] drawn) {
    int count = 0;
    for (boolean is : drawn) {
      count += is ? 1 : 0;
    }
    return (double) count / drawn.length;
  }
}
