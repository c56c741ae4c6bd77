package io.github.emnist.augment;

/** A projective mapping of the plane (a homography), backwards, as a 3 x 3 matrix. Mutable. */
final class Projective implements InverseMapping {
  /** Keeps a sample beyond the horizon far away instead of behind the viewer. */
  private static final float HORIZON = 1e-6f;

  /** Farther away than any image reaches, and near enough for the next mapping to stay finite. */
  private static final float FAR = 1e9f;

  /**
   * A product of so many matrices that its numbers grow beyond this one shows nothing. Times {@link
   * #FAR} it still is a float: no coordinate becomes infinite, and no difference of two NaN.
   */
  private static final double LIMIT = 1e28;

  double xx = 1;
  double xy;
  double x1;
  double yx;
  double yy = 1;
  double y1;
  double wx;
  double wy;
  double w1 = 1;

  Projective set(Projective other) {
    return set(
        other.xx, other.xy, other.x1, other.yx, other.yy, other.y1, other.wx, other.wy, other.w1);
  }

  Projective affine(double xx, double xy, double x1, double yx, double yy, double y1) {
    return set(xx, xy, x1, yx, yy, y1, 0, 0, 1);
  }

  Projective set(
      double xx,
      double xy,
      double x1,
      double yx,
      double yy,
      double y1,
      double wx,
      double wy,
      double w1) {
    this.xx = xx;
    this.xy = xy;
    this.x1 = x1;
    this.yx = yx;
    this.yy = yy;
    this.y1 = y1;
    this.wx = wx;
    this.wy = wy;
    this.w1 = w1;
    return this;
  }

  /** Puts a transform after this one: backwards it comes first. */
  void then(Projective next) {
    set(
        xx * next.xx + xy * next.yx + x1 * next.wx,
        xx * next.xy + xy * next.yy + x1 * next.wy,
        xx * next.x1 + xy * next.y1 + x1 * next.w1,
        yx * next.xx + yy * next.yx + y1 * next.wx,
        yx * next.xy + yy * next.yy + y1 * next.wy,
        yx * next.x1 + yy * next.y1 + y1 * next.w1,
        wx * next.xx + wy * next.yx + w1 * next.wx,
        wx * next.xy + wy * next.yy + w1 * next.wy,
        wx * next.x1 + wy * next.y1 + w1 * next.w1);
    double size = Math.abs(xx) + Math.abs(xy) + Math.abs(x1) + Math.abs(wx) + Math.abs(wy);
    size += Math.abs(yx) + Math.abs(yy) + Math.abs(y1) + Math.abs(w1);
    if (!(size < LIMIT)) {
      set(0, 0, -FAR, 0, 0, -FAR, 0, 0, 1);
    }
  }

  boolean isAffine() {
    return wx == 0 && wy == 0 && w1 == 1;
  }

  @Override
  public void map(Planes planes, boolean onGrid) {
    int count = planes.width() * planes.height();
    if (isAffine()) {
      mapAffine(planes, count);
    } else {
      mapProjective(planes, count);
    }
    planes.turn();
  }

  /** Loops of one line each, because the JIT of Java 17 vectorises no loop with two stores. */
  private void mapAffine(Planes planes, int count) {
    float[] x = planes.x();
    float[] y = planes.y();
    linear(x, y, planes.nextX(), count, (float) xx, (float) xy, (float) x1);
    linear(x, y, planes.nextY(), count, (float) yx, (float) yy, (float) y1);
  }

  private void mapProjective(Planes planes, int count) {
    mapAffine(planes, count);
    float[] divisors = planes.divisors();
    linear(planes.x(), planes.y(), divisors, count, (float) wx, (float) wy, (float) w1);
    divide(planes.nextX(), divisors, count);
    divide(planes.nextY(), divisors, count);
  }

  private static void linear(
      float[] x, float[] y, float[] to, int count, float a, float b, float c) {
    for (int i = 0; i < count; i++) {
      to[i] = Math.min(Math.max(a * x[i] + b * y[i] + c, -FAR), FAR);
    }
  }

  private static void divide(float[] plane, float[] divisors, int count) {
    for (int i = 0; i < count; i++) {
      plane[i] = Math.min(Math.max(plane[i] / Math.max(divisors[i], HORIZON), -FAR), FAR);
    }
  }
}
