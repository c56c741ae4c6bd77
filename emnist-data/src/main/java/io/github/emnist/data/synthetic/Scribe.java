package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.InkCanvas;
import io.github.emnist.data.internal.image.InkCanvas.PenPath;
import io.github.emnist.data.synthetic.Glyphs.Glyph;

/**
 * Writes a character like a hand: moves the template's points, traces the curve, smooths it, bends
 * and slants the whole, and varies the pen's width. Lengths are in units of 1/100 of a capital's
 * height. Reused from character to character; not thread-safe.
 */
final class Scribe {
  /** The height of a small letter's body in the templates. */
  private static final double TEMPLATE_WAIST = 50;

  private static final double CAPITAL = 100;

  private final Spline spline = new Spline();

  /** Arrays for a stroke's points and a hook. */
  private final double[] pointX = new double[Glyph.Stroke.MOST_POINTS + 1];

  private final double[] pointY = new double[Glyph.Stroke.MOST_POINTS + 1];
  private final boolean[] corner = new boolean[Glyph.Stroke.MOST_POINTS + 1];

  /**
   * Writes a character.
   *
   * @param hand the hand at this moment
   * @param habit the writer's stream for this form: equal each time
   * @param random the image's stream
   * @param path receives the lines with their radii; emptied first
   */
  private void write(
      Glyph glyph, Hand hand, CounterRandom habit, CounterRandom random, PenPath path) {
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
        reach(count, hand.overshoot, random);
        count = hook(count, hand.hook, random);
      }
      spline.trace(pointX, pointY, corner, count, hand.roundness, path);
      path.smooth(from, hand.haste);
      press(path, from, hand, random);
    }
    bend(path, hand, random);
  }

  /** Returns the longer side relative to a capital's height: small letters have smaller errors. */
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

  /** Places the template's points in this hand's proportions, with errors. */
  private void place(
      Glyph.Stroke stroke,
      int order,
      double size,
      Hand hand,
      CounterRandom habit,
      CounterRandom random) {
    double shift = order == 0 ? 0 : hand.sloppiness * size;
    double shiftX = shift * Draws.bell(random);
    double shiftY = shift * Draws.bell(random);
    double spread = 1.3 * size;
    double error = hand.sloppiness * size;
    double stretch = 1 + 0.05 * Draws.bell(random);
    for (int i = 0; i < stroke.size(); i++) {
      double x = stroke.x(i) * hand.aspect * stretch;
      double y = proportioned(stroke.y(i), hand);
      pointX[i] = x + shiftX + spread * Draws.bell(habit) + error * Draws.bell(random);
      pointY[i] = y + shiftY + spread * Draws.bell(habit) + error * Draws.bell(random);
      corner[i] = stroke.corner(i);
    }
  }

  private static double proportioned(double y, Hand hand) {
    if (y < 0) {
      return y * hand.descent;
    }
    if (y < TEMPLATE_WAIST) {
      return y / TEMPLATE_WAIST * hand.waist;
    }
    return hand.waist + (y - TEMPLATE_WAIST) / (CAPITAL - TEMPLATE_WAIST) * (CAPITAL - hand.waist);
  }

  /** Turns a dot into a short line. */
  private int dot(Hand hand, CounterRandom random) {
    double length = 0.7 * hand.pen * Draws.unit(random);
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

  /** Adds a flick to the end of some strokes. */
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

  /** Sets the line's radius along a stroke. */
  private static void press(PenPath path, int from, Hand hand, CounterRandom random) {
    double trend = hand.pressure * Draws.bell(random);
    double swell = hand.pressure * Draws.bell(random);
    int pieces = Math.max(1, path.size() - 1 - from);
    for (int i = from; i < path.size(); i++) {
      double s = (double) (i - from) / pieces;
      double ends = Math.max(0, Math.max(0.5 - 4 * s, 5 * s - 4));
      double width = 1 + trend * (s - 0.5) + swell * (4 * s * (1 - s) - 0.6);
      double radius = hand.pen / 2 * width * (1 - hand.taper * ends);
      path.setRadius(i, Math.max(0.4 * hand.pen / 2, radius));
    }
  }

  /** Bends the character by a random polynomial of third degree, then slants and tilts it. */
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
      a[k] = 0.05 * hand.warp * Draws.bell(random);
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
      path.moveTo(i, half * (x + hand.slant * y), half * (y + hand.tilt * x));
    }
  }

  /**
   * The handwriting of a writer. Lengths are in units of 1/100 of a capital's height. The fields
   * are drawn in order.
   */
  private static final class Hand {
    /** Shift to the right per height; positive leans to the right. */
    final double slant;

    /** Rise of the baseline per length. */
    final double tilt;

    /** Width as a multiple of the template's. */
    final double aspect;

    /** The height of a small letter's body and of a capital's middle. */
    final double waist;

    /** Depth below the baseline, as a multiple of the template's. */
    final double descent;

    /** Width of the line. */
    final double pen;

    /** Variation of the line's width along a stroke, as a fraction. */
    final double pressure;

    /** Reduction of the width at a stroke's ends, as a fraction. */
    final double taper;

    /** Length of the curves' handles as a multiple of a circle's. */
    final double roundness;

    /** Rounds of smoothing that blunt corners and flatten curves, 0 for none. */
    final double haste;

    /** Excess length of strokes; negative leaves gaps. */
    final double overshoot;

    /** Length of the flick at a stroke's end. */
    final double hook;

    /** Standard deviation of the points' errors. */
    final double sloppiness;

    /** Strength of the whole character's bending. */
    final double warp;

    /** Softness of the ink's edge, in pixels. */
    final double blot;

    /** Scan pixels per unit. */
    final double scale;

    /** Draws a writer. */
    Hand(CounterRandom random) {
      slant = 0.17 + 0.2 * Draws.bell(random);
      tilt = 0.05 * Draws.bell(random);
      aspect = Math.max(0.65, 1.22 + 0.2 * Draws.bell(random));
      waist = 50 + 7 * Draws.bell(random);
      descent = Math.max(0.4, 0.95 + 0.2 * Draws.bell(random));
      pen = Math.max(8, 13.8 + 3.6 * Draws.bell(random));
      pressure = Draws.between(random, 0, 0.2);
      taper = Math.max(0, Draws.between(random, -0.2, 0.5));
      roundness = Draws.between(random, 0.75, 1.25);
      haste = Math.max(0, Draws.between(random, -1, 6));
      overshoot = 1.5 + 3 * Draws.bell(random);
      hook = Math.max(0, 8 * Draws.bell(random) - 4);
      sloppiness = Draws.between(random, 1, 3.8);
      warp = Draws.between(random, 0.4, 1.5);
      blot = Draws.between(random, 0, 0.6);
      scale = Math.max(0.25, 0.46 + 0.085 * Draws.bell(random));
    }

    /** Draws the variation of a hand at a moment. */
    Hand(Hand hand, CounterRandom random) {
      slant = hand.slant + 0.1 * Draws.bell(random);
      tilt = hand.tilt + 0.05 * Draws.bell(random);
      aspect = hand.aspect * Math.max(0.6, 1 + 0.15 * Draws.bell(random));
      waist = hand.waist + 3 * Draws.bell(random);
      descent = hand.descent * Math.max(0.5, 1 + 0.12 * Draws.bell(random));
      pen = hand.pen * Math.max(0.6, 1 + 0.15 * Draws.bell(random));
      pressure = hand.pressure;
      taper = hand.taper * Draws.between(random, 0.5, 1.5);
      roundness = hand.roundness * Math.max(0.7, 1 + 0.1 * Draws.bell(random));
      haste = hand.haste * Draws.between(random, 0.5, 1.5);
      overshoot = hand.overshoot + 2 * Draws.bell(random);
      hook = Math.max(0, hand.hook + 3 * Draws.bell(random));
      sloppiness = hand.sloppiness * Draws.between(random, 0.7, 1.3);
      warp = hand.warp;
      blot = hand.blot;
      scale = hand.scale * Math.max(0.7, 1 + 0.08 * Draws.bell(random));
    }
  }

  /** Draws pictures, reusing its buffers; not thread-safe. */
  static final class Draughtsman {
    /** The range of the ink's longer side, in pixels of NIST's scans. */
    private static final double LEAST_INK = 16;

    private static final double MOST_INK = 100;

    /** The share of a writer's characters in his habitual form. */
    private static final double FAITHFULNESS = 0.85;

    /** Streams of the seed, by purpose. */
    private static final long HANDS = 1;

    private static final long HABITS = 2;

    private final long seed;
    private final Glyphs glyphs = Glyphs.standard();
    private final CounterRandom handRandom = new CounterRandom(0, 0, 0);
    private final CounterRandom habit = new CounterRandom(0, 0, 0);
    private final Scribe scribe = new Scribe();
    private final PenPath path = new PenPath();
    private final InkCanvas canvas = new InkCanvas();
    private final EmnistConversion conversion = new EmnistConversion();

    Draughtsman(long seed) {
      this.seed = seed;
    }

    /**
     * Draws a character.
     *
     * @param writer the writer's number
     * @param random the image's stream
     * @param target receives uint8 {@code [28 * 28]}, white on black
     * @param offset where the first pixel goes
     */
    void draw(char character, int writer, CounterRandom random, byte[] target, int offset) {
      habit.reset(seed, HABITS, (long) writer << 16 | character);
      double usual = Draws.unit(habit);
      double other = Draws.unit(random);
      Glyph glyph = glyphs.choose(character, Draws.unit(random) < FAITHFULNESS ? usual : other);
      draw(glyph, writer, random);
      double longerSide = Math.max(LEAST_INK, Math.min(MOST_INK, canvas.longerSide()));
      conversion.convert(canvas.ink(), canvas.width(), canvas.height(), longerSide, target, offset);
    }

    /** Draws a form onto the canvas. */
    InkCanvas draw(Glyph glyph, int writer, CounterRandom random) {
      handRandom.reset(seed, HANDS, writer);
      Hand hand = new Hand(new Hand(handRandom), random);
      scribe.write(glyph, hand, habit, random, path);
      canvas.draw(path, hand.scale, 1 + hand.blot);
      return canvas;
    }
  }

  /**
   * A smooth curve through points: cubic Bezier spans with tangents from the neighbouring points
   * (Catmull-Rom, weighted by distance), broken at corners.
   */
  static final class Spline {
    /** Length of the straight pieces of a curve, in template units. */
    private static final double PIECE = 4;

    private double[] tangentX = new double[0];
    private double[] tangentY = new double[0];

    /**
     * Appends a stroke to a path.
     *
     * @param x the points
     * @param y the points
     * @param corner whether the curve may turn sharply; the ends count as corners
     * @param count the number of points in the arrays, at least 2
     * @param roundness length of the handles; 1 fits a circle best
     */
    void trace(
        double[] x, double[] y, boolean[] corner, int count, double roundness, PenPath path) {
      if (tangentX.length < count) {
        tangentX = new double[count];
        tangentY = new double[count];
      }
      for (int i = 1; i < count - 1; i++) {
        double before = distance(x, y, i - 1);
        double after = distance(x, y, i);
        double total = before + after;
        tangentX[i] = slope(x[i] - x[i - 1], before, x[i + 1] - x[i], after) / total;
        tangentY[i] = slope(y[i] - y[i - 1], before, y[i + 1] - y[i], after) / total;
      }
      path.add(x[0], y[0], false);
      for (int i = 0; i + 1 < count; i++) {
        boolean sharpBegin = i == 0 || corner[i];
        boolean sharpEnd = i + 2 == count || corner[i + 1];
        double length = distance(x, y, i);
        double dx = x[i + 1] - x[i];
        double dy = y[i + 1] - y[i];
        double reach = length * roundness;
        double beginX = sharpBegin ? dx : tangentX[i] * reach;
        double beginY = sharpBegin ? dy : tangentY[i] * reach;
        double endX = sharpEnd ? dx : tangentX[i + 1] * reach;
        double endY = sharpEnd ? dy : tangentY[i + 1] * reach;
        // Beside a smooth end, a sharp one takes the parabola with the smooth end's tangent.
        if (sharpBegin && !sharpEnd) {
          beginX = (3 * dx - endX) / 2;
          beginY = (3 * dy - endY) / 2;
        } else if (sharpEnd && !sharpBegin) {
          endX = (3 * dx - beginX) / 2;
          endY = (3 * dy - beginY) / 2;
        }
        int pieces = Math.max(1, (int) (length * 1.1 / PIECE + 0.5));
        for (int k = 1; k <= pieces; k++) {
          double t = (double) k / pieces;
          double s = 1 - t;
          // Hermite form of the cubic.
          double toBegin = t * s * s;
          double toEnd = t * t * s;
          double blend = t * t * (3 - 2 * t);
          path.add(
              x[i] + blend * dx + toBegin * beginX - toEnd * endX,
              y[i] + blend * dy + toBegin * beginY - toEnd * endY,
              true);
        }
      }
    }

    /**
     * Returns the derivative by arc length at a parabola's middle point, times the total length.
     */
    private static double slope(double stepIn, double lengthIn, double stepOut, double lengthOut) {
      return stepIn / lengthIn * lengthOut + stepOut / lengthOut * lengthIn;
    }

    private static double distance(double[] x, double[] y, int i) {
      double dx = x[i + 1] - x[i];
      double dy = y[i + 1] - y[i];
      return Math.max(1e-3, Math.sqrt(dx * dx + dy * dy));
    }
  }

  /** Random numbers by additions and multiplications only, for the same bits on every JVM. */
  static final class Draws {
    /** Scales the sum of four uniform 16-bit numbers to a standard deviation of 1. */
    private static final double BELL_SCALE = Math.sqrt(3) / 65_536;

    /** The mean of that sum. */
    private static final double BELL_CENTRE = 2 * 65_535;

    private Draws() {}

    /** Returns a nearly normal number (Irwin-Hall of four): mean 0, deviation 1, within 3.47. */
    static double bell(CounterRandom random) {
      long bits = random.nextLong();
      long sum =
          (bits & 0xFFFF)
              + (bits >>> 16 & 0xFFFF)
              + (bits >>> 32 & 0xFFFF)
              + (bits >>> 48 & 0xFFFF);
      return (sum - BELL_CENTRE) * BELL_SCALE;
    }

    /** Returns a uniform number in [0, 1). */
    static double unit(CounterRandom random) {
      return (random.nextLong() >>> 11) * 0x1p-53;
    }

    /** Returns a uniform number in [low, high). */
    static double between(CounterRandom random, double low, double high) {
      return low + (high - low) * unit(random);
    }
  }
}
