package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.PenPath;

/**
 * Writes a character as a hand would: misplaces the template's points, traces the curve, hurries,
 * bends and leans the whole, and presses the pen. Lengths are in units of which a capital is 100
 * high. Reused from character to character; not thread-safe.
 */
final class Scribe {
  /** The height of a small letter's body in the templates. */
  private static final double TEMPLATE_WAIST = 50;

  private static final double CAPITAL = 100;

  private final Spline spline = new Spline();

  /** One more than a stroke may have: a hook. */
  private final double[] pointX = new double[Glyph.Stroke.MOST_POINTS + 1];

  private final double[] pointY = new double[Glyph.Stroke.MOST_POINTS + 1];
  private final boolean[] corner = new boolean[Glyph.Stroke.MOST_POINTS + 1];

  /**
   * Writes.
   *
   * @param hand of this moment
   * @param habit the writer's stream for this form: equal each time the writer writes it
   * @param random the image's stream
   * @param path receives the lines with their radii; emptied first
   */
  void write(Glyph glyph, Hand hand, CounterRandom habit, CounterRandom random, PenPath path) {
    path.clear();
    double size = size(glyph);
    for (int s = 0; s < glyph.strokes().size(); s++) {
      Glyph.Stroke stroke = glyph.strokes().get(s);
      int from = path.size();
      place(stroke, s, size, hand, habit, random);
      int count = stroke.size();
      if (count == 1) {
        count = dot(hand, random);
      } else {
        reach(count, hand.overshoot(), random);
        count = hook(count, hand.hook(), random);
      }
      spline.trace(pointX, pointY, corner, count, hand.roundness(), path);
      path.smooth(from, hand.haste());
      press(path, from, hand, random);
    }
    bend(path, hand, random);
  }

  /** The longer side, as a fraction of a capital's height: small letters have smaller errors. */
  private static double size(Glyph glyph) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    for (Glyph.Stroke stroke : glyph.strokes()) {
      for (int i = 0; i < stroke.size(); i++) {
        low = Math.min(low, stroke.y(i));
        high = Math.max(high, stroke.y(i));
        left = Math.min(left, stroke.x(i));
        right = Math.max(right, stroke.x(i));
      }
    }
    return Math.max(high - low, right - left) / CAPITAL;
  }

  /** The template's points in this hand's proportions, each a little off. */
  private void place(
      Glyph.Stroke stroke,
      int order,
      double size,
      Hand hand,
      CounterRandom habit,
      CounterRandom random) {
    double shift = order == 0 ? 0 : hand.sloppiness() * size;
    double shiftX = shift * Draws.bell(random);
    double shiftY = shift * Draws.bell(random);
    double spread = 1.3 * size;
    double error = hand.sloppiness() * size;
    double stretch = 1 + 0.05 * Draws.bell(random);
    for (int i = 0; i < stroke.size(); i++) {
      double x = stroke.x(i) * hand.aspect() * stretch;
      double y = proportioned(stroke.y(i), hand);
      pointX[i] = x + shiftX + spread * Draws.bell(habit) + error * Draws.bell(random);
      pointY[i] = y + shiftY + spread * Draws.bell(habit) + error * Draws.bell(random);
      corner[i] = stroke.corner(i);
    }
  }

  private static double proportioned(double y, Hand hand) {
    if (y < 0) {
      return y * hand.descent();
    }
    if (y < TEMPLATE_WAIST) {
      return y / TEMPLATE_WAIST * hand.waist();
    }
    return hand.waist()
        + (y - TEMPLATE_WAIST) / (CAPITAL - TEMPLATE_WAIST) * (CAPITAL - hand.waist());
  }

  /** A dot is a short line. */
  private int dot(Hand hand, CounterRandom random) {
    double length = 0.7 * hand.pen() * Draws.unit(random);
    pointX[1] = pointX[0] + length * Draws.between(random, -0.5, 1);
    pointY[1] = pointY[0] - length * Draws.between(random, -0.5, 1);
    corner[1] = true;
    return 2;
  }

  /** Lengthens or shortens both ends. */
  private void reach(int count, double overshoot, CounterRandom random) {
    extend(0, 1, overshoot * Draws.between(random, 0.2, 1.4));
    extend(count - 1, count - 2, overshoot * Draws.between(random, 0.2, 1.8));
  }

  private void extend(int end, int neighbour, double length) {
    double dx = pointX[end] - pointX[neighbour];
    double dy = pointY[end] - pointY[neighbour];
    double distance = Math.sqrt(dx * dx + dy * dy);
    double factor = Math.max(length, -0.3 * distance) / Math.max(1, distance);
    pointX[end] += factor * dx;
    pointY[end] += factor * dy;
  }

  /** Some strokes end in a flick. */
  private int hook(int count, double length, CounterRandom random) {
    double chance = Draws.unit(random);
    double dx = length * Draws.between(random, -0.5, 1);
    double dy = length * Draws.between(random, -0.3, 1);
    if (length < 2 || chance > 0.4) {
      return count;
    }
    corner[count - 1] = false;
    pointX[count] = pointX[count - 1] + dx;
    pointY[count] = pointY[count - 1] + dy;
    corner[count] = true;
    return count + 1;
  }

  /** The line's radius along a stroke. */
  private static void press(PenPath path, int from, Hand hand, CounterRandom random) {
    double trend = hand.pressure() * Draws.bell(random);
    double swell = hand.pressure() * Draws.bell(random);
    int pieces = Math.max(1, path.size() - 1 - from);
    for (int i = from; i < path.size(); i++) {
      double s = (double) (i - from) / pieces;
      double ends = Math.max(0, Math.max(0.5 - 4 * s, 5 * s - 4));
      double width = 1 + trend * (s - 0.5) + swell * (4 * s * (1 - s) - 0.6);
      double radius = hand.pen() / 2 * width * (1 - hand.taper() * ends);
      path.setRadius(i, Math.max(0.4 * hand.pen() / 2, radius));
    }
  }

  /** Bends the character by a random polynomial of third degree, then leans and tilts it. */
  private static void bend(PenPath path, Hand hand, CounterRandom random) {
    double left = Double.POSITIVE_INFINITY;
    double right = Double.NEGATIVE_INFINITY;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < path.size(); i++) {
      left = Math.min(left, path.x(i));
      right = Math.max(right, path.x(i));
      low = Math.min(low, path.y(i));
      high = Math.max(high, path.y(i));
    }
    double half = Math.max(right - left, high - low) / 2;
    double centreX = (left + right) / 2;
    double centreY = (low + high) / 2;
    double[] a = new double[12];
    for (int k = 0; k < a.length; k++) {
      a[k] = 0.05 * hand.warp() * Draws.bell(random);
    }
    for (int i = 0; i < path.size(); i++) {
      double u = (path.x(i) - centreX) / half;
      double v = (path.y(i) - centreY) / half;
      double x =
          u
              + a[0] * u * v
              + a[1] * v * v
              + a[2] * u * u
              + u * v * (a[3] * u + a[4] * v)
              + a[5] * v * (1 - v * v);
      double y =
          v
              + a[6] * u * v
              + a[7] * v * v
              + a[8] * u * u
              + u * v * (a[9] * u + a[10] * v)
              + a[11] * u * (1 - u * u);
      path.moveTo(i, half * (x + hand.slant() * y), half * (y + hand.tilt() * x));
    }
  }
}
