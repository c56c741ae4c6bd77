package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.Components;
import io.github.emnist.data.internal.image.Components.Component;
import io.github.emnist.data.internal.image.PixelBox;

/**
 * Ruled lines: thin, nearly straight, from one side of the picture to the other. Where a character
 * crosses a line, the character stays.
 */
final class RuledLines {
  /** Smaller pictures show no difference between a line and a stroke. */
  private static final int MIN_SIDE = 64;

  /** The widest line, as a part of the picture's shorter side. */
  private static final int WIDEST_PART = 32;

  /** What is left must be clear of the rim, or it was the character that was cut close. */
  private static final double CLEAR = 0.92;

  private static final int CHARACTER_PART = 6;

  private RuledLines() {}

  /**
   * Removes them.
   *
   * @param ink white on black; is changed
   * @param least what a pixel of ink has
   * @return whether there were any
   */
  static boolean remove(byte[] ink, int width, int height, int least) {
    if (Math.min(width, height) < MIN_SIDE) {
      return false;
    }
    int widest = Math.max(2, Math.min(width, height) / WIDEST_PART);
    if (!anyInFirst(ink, width, 1, least) && !anyInFirst(ink, height, width, least)) {
      return false;
    }
    byte[] left = ink.clone();
    boolean across = new LineTracer(left, width, height, 1, width, widest, least).removeAll();
    boolean down = new LineTracer(left, height, width, width, 1, widest, least).removeAll();
    if (!across && !down
        || !holdsACharacter(Components.of(left, width, height, least), width, height)) {
      return false;
    }
    System.arraycopy(left, 0, ink, 0, ink.length);
    return true;
  }

  /** Whether there is ink along the top row or the first column, where lines begin. */
  private static boolean anyInFirst(byte[] ink, int count, int step, int least) {
    for (int i = 0; i < count; i++) {
      if ((ink[i * step] & 0xFF) >= least) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsACharacter(Components pieces, int width, int height) {
    for (Component piece : pieces.all()) {
      PixelBox box = piece.box();
      if (piece.length() * CHARACTER_PART >= Math.max(width, height)
          && box.right() - box.left() <= CLEAR * width
          && box.bottom() - box.top() <= CLEAR * height) {
        return true;
      }
    }
    return false;
  }
}
