package io.github.emnist.train.plot;

import java.awt.Color;
import java.awt.Font;

/** The colours and fonts of all pictures. */
final class Palette {
  static final Color PAPER = Color.WHITE;
  static final Color INK = new Color(0x222222);
  static final Color GRID = new Color(0xDDDDDD);

  /** Told apart in grey and by the colour-blind too (Okabe and Ito, 2008: blue, vermilion). */
  static final Color TRAINING = new Color(0x0072B2);

  static final Color VALIDATION = new Color(0xD55E00);
  static final Color BEST = new Color(0x222222);

  private static final Color NONE = Color.WHITE;
  private static final Color HALF = new Color(0x4A90C8);
  private static final Color ALL = new Color(0x08306B);

  private Palette() {}

  static Font plain(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  static Font bold(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, size);
  }

  /**
   * The colour of a share in [0, 1]. It follows the share's square root, so that one mistake in a
   * hundred is still to be seen beside a diagonal near 1.
   */
  static Color ofShare(double share) {
    double t = Math.sqrt(share);
    return t < 0.5 ? between(NONE, HALF, 2 * t) : between(HALF, ALL, 2 * t - 1);
  }

  /** White or ink, whichever can be read on a background. */
  static Color textOn(Color background) {
    // Rec. 601 luma, in [0, 255].
    double luma =
        0.299 * background.getRed() + 0.587 * background.getGreen() + 0.114 * background.getBlue();
    return luma < 140 ? PAPER : INK;
  }

  private static Color between(Color from, Color to, double t) {
    return new Color(
        mix(from.getRed(), to.getRed(), t),
        mix(from.getGreen(), to.getGreen(), t),
        mix(from.getBlue(), to.getBlue(), t));
  }

  private static int mix(int from, int to, double t) {
    return (int) Math.round(from + (to - from) * t);
  }
}
