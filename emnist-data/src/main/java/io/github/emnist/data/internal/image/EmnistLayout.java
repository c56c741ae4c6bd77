package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistConversion.InkBounds;

/** Detects pictures that are already EMNIST images and need no conversion. */
public final class EmnistLayout {
  private static final int SIDE = EmnistConversion.SIDE;

  /** The range of the ink's length in EMNIST; 99.8 % of 225,930 images lie within. */
  private static final int MIN_INK = 16;

  private static final int MAX_INK = 25;

  private EmnistLayout() {}

  /** Tells whether a picture is 28x28. */
  public static boolean hasSize(GrayImage image) {
    return image.width() == SIDE && image.height() == SIDE;
  }

  /**
   * Tells whether white ink on black looks like the output of EMNIST's conversion, so that
   * converting it again would only blur it: 28x28, a black rim, white that reaches 255, soft edges,
   * and ink that fills the square and is centred in it.
   */
  public static boolean matches(GrayImage image) {
    if (!hasSize(image)) {
      return false;
    }
    byte[] pixels = image.toBytes();
    InkBounds ink = InkBounds.find(pixels, SIDE, SIDE);
    if (ink == null) {
      return false;
    }
    double length = Math.max(ink.width(), ink.height());
    PixelBox faint = PixelBox.find(pixels, SIDE, SIDE, 1);
    return length >= MIN_INK
        && length <= MAX_INK
        && isCentred(faint.left(), faint.right())
        && isCentred(faint.top(), faint.bottom())
        && hasBlackRim(image)
        && hasSoftEdges(pixels);
  }

  private static boolean isCentred(int begin, int end) {
    return Math.abs(begin - (SIDE - end)) <= 1;
  }

  private static boolean hasBlackRim(GrayImage image) {
    int last = SIDE - 1;
    for (int i = 0; i < SIDE; i++) {
      if ((image.pixel(i, 0) | image.pixel(i, last) | image.pixel(0, i) | image.pixel(last, i))
          != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Tells whether the ink has soft edges. In EMNIST the median share of white among inked pixels is
   * a sixth; in hard edges it is 1.
   */
  private static boolean hasSoftEdges(byte[] pixels) {
    int inked = 0;
    int white = 0;
    int max = 0;
    for (byte pixel : pixels) {
      int value = pixel & 0xFF;
      max = Math.max(max, value);
      inked += value > 0 ? 1 : 0;
      white += value >= 250 ? 1 : 0;
    }
    return max == 255 && white * 2 <= inked;
  }
}
