package io.github.emnist.data.preprocess;

import java.util.ArrayList;
import java.util.List;

/** Joins the pieces of one character that stand over each other or within each other in a row. */
final class Overlaps {
  /** Pieces over each other share this part of the narrower one's width. */
  private static final double SHARED_WIDTH = 0.5;

  /** Pieces over each other share at most this part of the lower one's height. */
  private static final double SHARED_HEIGHT = 0.3;

  /** Pieces that share more of the height share this part of the narrower one's width. */
  private static final double MOSTLY = 0.7;

  /** And the lower of them is no letter: it is not as high, in letter heights. */
  private static final double LOW = 0.7;

  /** What ends above its neighbour's middle, and is less high than this, stands on nothing. */
  private static final double HANGING = 0.5;

  /** It belongs to the neighbour over which it reaches, or nearly: within this gap. */
  private static final double HANGING_GAP = 0.04;

  /** A piece within another has this part of its box there. */
  private static final double WITHIN = 0.8;

  /** Together they are not higher, in letter heights. */
  private static final double MOST_HEIGHT = 1.5;

  /** How many of the next in the row are looked at. */
  private static final int REACH = 3;

  private Overlaps() {}

  /**
   * Joins what belongs together.
   *
   * @param row from the left to the right
   * @param height of a letter, in pixels
   * @return the row with fewer glyphs, or as many
   */
  static List<Glyph> join(List<Glyph> row, double height) {
    List<Glyph> joined = new ArrayList<>();
    for (Glyph glyph : row) {
      Glyph whole = glyph;
      for (int i = joined.size() - 1; i >= Math.max(0, joined.size() - REACH); i--) {
        if (belong(joined.get(i).box(), whole.box(), height)) {
          whole = joined.remove(i).with(whole);
        }
      }
      joined.add(whole);
    }
    return joined;
  }

  private static boolean belong(Box a, Box b, double height) {
    if (a.with(b).height() > MOST_HEIGHT * height) {
      return false;
    }
    double width = a.sharedX(b);
    Box lower = a.height() < b.height() ? a : b;
    Box higher = lower == a ? b : a;
    boolean over = width >= SHARED_WIDTH && a.sharedY(b) <= SHARED_HEIGHT;
    boolean beside = width >= MOSTLY && lower.height() < LOW * height;
    boolean hanging =
        a.overlapX(b) >= -HANGING_GAP * height
            && lower.bottom() <= higher.centreY()
            && lower.height() < HANGING * height;
    long shared = (long) Math.max(0, a.overlapX(b)) * Math.max(0, a.overlapY(b));
    boolean within = shared >= WITHIN * Math.min(a.pixels(), b.pixels());
    return over || beside || hanging || within;
  }
}
