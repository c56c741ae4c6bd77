package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.InkCanvas;
import io.github.emnist.data.internal.image.PenPath;

/** Draws pen strokes in the size of NIST's scans and puts them through EMNIST's conversion. */
final class InkRenderer {
  static final double MIN_PEN = 0.25;
  static final double MAX_PEN = 4;

  /** The median width of EMNIST's strokes, as a part of a character's longer side. */
  private static final double EMNIST_PEN = 0.135;

  /**
   * The longer side of the drawn character, pen included, in scan pixels. A character of this size
   * has softer edges and a wider margin than the median of EMNIST's, 45: docs/decisions/0032 has
   * the measurement.
   */
  private static final double SCAN_INK = 35;

  /** Points nearer than this to the one before are left out, in scan pixels. */
  private static final double SAME_PLACE = 0.05;

  /** Ink that is not larger than this, in its own unit, is a dot. */
  private static final double DOT = 1 / Ink.MAX_COORDINATE;

  private static final int SIDE = EmnistConversion.SIDE;

  private InkRenderer() {}

  /**
   * Draws ink; takes time in proportion to its points.
   *
   * @param penWidth as a multiple of EMNIST's
   */
  static GrayImage draw(Ink ink, double penWidth) {
    if (!(penWidth >= MIN_PEN && penWidth <= MAX_PEN)) {
      throw new IllegalArgumentException(
          Messages.format(
              "penWidth (%s) must be between %s and %s times EMNIST's",
              penWidth, MIN_PEN, MAX_PEN));
    }
    byte[] pixels = new byte[SIDE * SIDE];
    if (!ink.strokes().isEmpty()) {
      InkCanvas canvas = new InkCanvas();
      canvas.draw(path(ink, penWidth * EMNIST_PEN), 1, 1);
      new EmnistConversion()
          .convert(canvas.ink(), canvas.width(), canvas.height(), SCAN_INK, pixels, 0);
    }
    return GrayImage.of(SIDE, SIDE, pixels);
  }

  /**
   * The pen's way in scan pixels.
   *
   * @param pen its width as a part of the drawn character's longer side
   */
  private static PenPath path(Ink ink, double pen) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double top = Double.POSITIVE_INFINITY;
    double bottom = Double.NEGATIVE_INFINITY;
    for (Ink.Stroke stroke : ink.strokes()) {
      for (int i = 0; i < stroke.size(); i++) {
        left = Math.min(left, stroke.x(i));
        right = Math.max(right, stroke.x(i));
        top = Math.min(top, stroke.y(i));
        bottom = Math.max(bottom, stroke.y(i));
      }
    }
    double extent = Math.max(right - left, bottom - top);
    boolean dot = extent <= DOT;
    double scale = dot ? 0 : SCAN_INK * (1 - pen) / extent;
    double radius = SCAN_INK * (dot ? 1 : pen) / 2;
    PenPath path = new PenPath();
    for (Ink.Stroke stroke : ink.strokes()) {
      for (int i = 0; i < stroke.size(); i++) {
        double x = (stroke.x(i) - left) * scale;
        double y = (top - stroke.y(i)) * scale; // a path's y points up
        if (i == 0 || !isLast(path, x, y)) {
          path.add(x, y, i > 0);
          path.setRadius(path.size() - 1, radius);
        }
      }
    }
    return path;
  }

  /** Whether the path ends at a place. */
  private static boolean isLast(PenPath path, double x, double y) {
    double dx = x - path.x(path.size() - 1);
    double dy = y - path.y(path.size() - 1);
    return dx * dx + dy * dy < SAME_PLACE * SAME_PLACE;
  }
}
