package io.github.emnist.train.report;

import java.awt.Color;
import java.awt.Font;

/** The colours and fonts of all figures. */
final class Palette {
  static final Color PAPER = Color.WHITE;
  static final Color INK = new Color(0x222222);
  static final Color SOFT = new Color(0x5B6470);
  static final Color GRID = new Color(0xDDDDDD);

  /** Told apart in grey and by the colour-blind too (Okabe and Ito, 2008: blue, vermilion). */
  static final Color TRAINING = new Color(0x0072B2);

  static final Color VALIDATION = new Color(0xD55E00);
  static final Color BEST = new Color(0x222222);

  /** Of a share of 0, 1/4 and 1. */
  private static final Color[] RIGHT = {PAPER, new Color(0x4A90C8), new Color(0x08306B)};

  private static final Color[] WRONG = {PAPER, new Color(0xE07B39), new Color(0x6B2A00)};

  private Palette() {}

  static Font plain(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  static Font bold(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, size);
  }

  /**
   * Returns the colour of a share in [0, 1]. It follows the share's square root, so that one
   * mistake in a hundred is still visible beside a diagonal near 1.
   *
   * @param right whether it is a share of right answers
   */
  static Color ofShare(double share, boolean right) {
    Color[] colours = right ? RIGHT : WRONG;
    double t = Math.sqrt(share);
    return t < 0.5
        ? between(colours[0], colours[1], 2 * t)
        : between(colours[1], colours[2], 2 * t - 1);
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
