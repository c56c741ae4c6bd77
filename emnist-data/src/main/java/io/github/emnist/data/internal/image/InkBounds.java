package io.github.emnist.data.internal.image;

import java.util.Objects;

/**
 * The box around the ink of a picture, in pixels from its top left corner; the first pixel reaches
 * from 0 to 1. Ink ends where its intensity falls to half the strongest: there the soft edge of a
 * stroke stands for the hard edge that a binary scan would have. That is found within a fraction of
 * a pixel, since in a small picture half a pixel moves a character visibly.
 *
 * @param left where ink begins
 * @param top where ink begins
 * @param right where ink ends
 * @param bottom where ink ends
 */
record InkBounds(double left, double top, double right, double bottom) {

  /**
   * Finds the box.
   *
   * @param ink uint8 {@code [height * width]}, row-major, 0 where there is no ink
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @return the box, or null where every pixel is 0
   * @throws IndexOutOfBoundsException if {@code ink} is shorter than {@code width * height}
   */
  static InkBounds find(byte[] ink, int width, int height) {
    int count = Math.multiplyExact(width, height);
    Objects.checkFromIndexSize(0, count, ink.length);
    int max = 0;
    for (int i = 0; i < count && max < 255; i++) {
      max = Math.max(max, ink[i] & 0xFF);
    }
    if (max == 0) {
      return null;
    }
    double half = max / 2.0;
    PixelBox box = PixelBox.find(ink, width, height, (max + 1) / 2);
    double left = 0;
    double right = 0;
    for (int y = box.top(); y < box.bottom(); y++) {
      int first = y * width + box.left();
      int last = y * width + box.right() - 1;
      left = Math.max(left, reach(half, ink[first], box.left() > 0 ? ink[first - 1] : 0));
      right = Math.max(right, reach(half, ink[last], box.right() < width ? ink[last + 1] : 0));
    }
    double top = 0;
    double bottom = 0;
    for (int x = box.left(); x < box.right(); x++) {
      int first = box.top() * width + x;
      int last = (box.bottom() - 1) * width + x;
      top = Math.max(top, reach(half, ink[first], box.top() > 0 ? ink[first - width] : 0));
      bottom =
          Math.max(bottom, reach(half, ink[last], box.bottom() < height ? ink[last + width] : 0));
    }
    return new InkBounds(
        box.left() + 0.5 - left,
        box.top() + 0.5 - top,
        box.right() - 0.5 + right,
        box.bottom() - 0.5 + bottom);
  }

  /**
   * How far ink reaches from the middle of a pixel towards the middle of the next, of less than
   * half intensity, when the intensity runs straight from one to the other.
   */
  private static double reach(double half, byte pixel, int next) {
    int inside = pixel & 0xFF;
    int outside = next & 0xFF;
    return inside < half ? 0 : (inside - half) / (inside - outside);
  }

  double width() {
    return right - left;
  }

  double height() {
    return bottom - top;
  }
}
