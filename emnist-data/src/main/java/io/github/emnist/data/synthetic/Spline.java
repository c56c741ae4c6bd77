package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.image.PenPath;

/**
 * A smooth curve through points: cubic Bezier spans whose tangents follow from the neighbouring
 * points (Catmull-Rom, weighted by the distances), broken at corners.
 */
final class Spline {
  /** Length of the straight pieces into which a curve is cut, in template units. */
  private static final double PIECE = 4;

  private double[] tangentX = new double[0];
  private double[] tangentY = new double[0];

  /**
   * Appends a stroke to a path.
   *
   * @param x the points
   * @param y the points
   * @param corner where the curve may turn sharply; the ends count as corners
   * @param count how many of the arrays' elements are points, at least 2
   * @param roundness length of the handles; 1 for what fits a circle best
   */
  void trace(double[] x, double[] y, boolean[] corner, int count, double roundness, PenPath path) {
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
      // A sharp end beside a smooth one: the parabola that has the smooth one's tangent.
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
        // Hermite's form of the cubic.
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

  /** The derivative by arc length at the middle point of a parabola, times the total length. */
  private static double slope(double stepIn, double lengthIn, double stepOut, double lengthOut) {
    return stepIn / lengthIn * lengthOut + stepOut / lengthOut * lengthIn;
  }

  private static double distance(double[] x, double[] y, int i) {
    double dx = x[i + 1] - x[i];
    double dy = y[i + 1] - y[i];
    return Math.max(1e-3, Math.sqrt(dx * dx + dy * dy));
  }
}
