package io.github.emnist.augment;

/**
 * A projective mapping of the plane (a homography) from a pixel of the result to its source, as a 3
 * x 3 matrix. Mutable. Uses {@link StrictMath}, so that every machine gives the same bytes.
 */
final class Projective implements Warp.Mapping {
  /** Keeps samples beyond the horizon far away instead of behind the viewer. */
  private static final float HORIZON = 1e-6f;

  /** Farther than any image, and near enough for the next mapping to remain finite. */
  private static final float FAR = 1e9f;

  /**
   * The bound beyond which a product of many matrices shows nothing. Times {@link #FAR} it is still
   * a float: no coordinate becomes infinite, and no difference becomes NaN.
   */
  private static final double LIMIT = 1e28;

  double xx = 1;
  double xy;
  double x1;
  double yx;
  double yy = 1;
  double y1;
  private double wx;
  private double wy;
  private double w1 = 1;

  Projective set(Projective other) {
    x(other.xx, other.xy, other.x1);
    y(other.yx, other.yy, other.y1);
    return w(other.wx, other.wy, other.w1);
  }

  private void x(double xx, double xy, double x1) {
    this.xx = xx;
    this.xy = xy;
    this.x1 = x1;
  }

  private void y(double yx, double yy, double y1) {
    this.yx = yx;
    this.yy = yy;
    this.y1 = y1;
  }

  private Projective w(double wx, double wy, double w1) {
    this.wx = wx;
    this.wy = wy;
    this.w1 = w1;
    return this;
  }

  /**
   * Sets the mapping of {@link Transforms.AffineParameters}: rotation, shift along x and y, zoom
   * along x and y, shear.
   */
  Projective affine(double[] p, int width, int height) {
    double sin = StrictMath.sin(Math.toRadians(p[0]));
    double cos = StrictMath.cos(Math.toRadians(p[0]));
    double shear = p[5];
    // Forward: centre + shift + R S Z (p - centre), where, since y points down,
    // R = [cos sin; -sin cos], S = [1 -shear; 0 1], Z = [zoomX 0; 0 zoomY]. Here its inverse.
    double xx = (cos + shear * sin) / p[3];
    double xy = (shear * cos - sin) / p[3];
    double yx = sin / p[4];
    double yy = cos / p[4];
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    double fromX = -centreX - p[1];
    double fromY = -centreY - p[2];
    x(xx, xy, xx * fromX + xy * fromY + centreX);
    y(yx, yy, yx * fromX + yy * fromY + centreY);
    return w(0, 0, 1);
  }

  /**
   * Sets the mapping of {@link Transforms.KerasAffineParameters}: theta, shift down and to the
   * right in pixels, shear, zoom of the height and the width.
   */
  Projective keras(double[] p, int width, int height) {
    double angle = Math.toRadians(p[0]);
    double slanted = Math.toRadians(p[0] + p[3]);
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    double down = p[1];
    double right = p[2];
    // R S Z as a product, with the angles added; x is the column, y the row.
    double xx = StrictMath.cos(slanted) * p[5];
    double xy = sin * p[4];
    double yx = -StrictMath.sin(slanted) * p[5];
    double yy = cos * p[4];
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    x(xx, xy, sin * down + cos * right - xx * centreX - xy * centreY + centreX);
    y(yx, yy, cos * down - sin * right - yx * centreX - yy * centreY + centreY);
    return w(0, 0, 1);
  }

  /**
   * Sets the mapping of {@link Transforms.PerspectiveParameters}: the inverse of the mapping of the
   * unit square to a quadrilateral (Heckbert, "Fundamentals of Texture Mapping and Image Warping",
   * 1989, section 2.2.3, whose letters are used), which is its adjoint, followed by the mapping of
   * the unit square to the image. A pixel's centre is half a pixel from its edges.
   *
   * @param p each corner's distances inwards along x and y: top left, top right, bottom right,
   *     bottom left
   */
  Projective perspective(double[] p, int width, int height) {
    double halfX = width / 2.0;
    double halfY = height / 2.0;
    double x0 = p[0] * halfX;
    double y0 = p[1] * halfY;
    double x1 = width - p[2] * halfX;
    double y1 = p[3] * halfY;
    double x2 = width - p[4] * halfX;
    double y2 = height - p[5] * halfY;
    double x3 = p[6] * halfX;
    double y3 = height - p[7] * halfY;

    double sumX = x0 - x1 + x2 - x3;
    double sumY = y0 - y1 + y2 - y3;
    double det = (x1 - x2) * (y3 - y2) - (x3 - x2) * (y1 - y2);
    double g = (sumX * (y3 - y2) - (x3 - x2) * sumY) / det;
    double h = ((x1 - x2) * sumY - sumX * (y1 - y2)) / det;
    double a = x1 - x0 + g * x1;
    double b = x3 - x0 + h * x3;
    double d = y1 - y0 + g * y1;
    double e = y3 - y0 + h * y3;

    double wx = d * h - e * g;
    double wy = b * g - a * h;
    double w1 = a * e - b * d;
    double centre = wx * halfX + wy * halfY + w1;
    wx /= centre;
    wy /= centre;
    w1 = w1 / centre + (wx + wy) / 2;
    double ux = (e - y0 * h) * width / centre;
    double uy = (x0 * h - b) * width / centre;
    double u1 = (b * y0 - x0 * e) * width / centre + (ux + uy) / 2;
    double vx = (y0 * g - d) * height / centre;
    double vy = (a - x0 * g) * height / centre;
    double v1 = (x0 * d - a * y0) * height / centre + (vx + vy) / 2;
    x(ux - wx / 2, uy - wy / 2, u1 - w1 / 2);
    y(vx - wx / 2, vy - wy / 2, v1 - w1 / 2);
    return w(wx, wy, w1);
  }

  /** Appends a transform: backwards it comes first. */
  void then(Projective next) {
    x(next.left(xx, xy, x1), next.middle(xx, xy, x1), next.right(xx, xy, x1));
    y(next.left(yx, yy, y1), next.middle(yx, yy, y1), next.right(yx, yy, y1));
    w(next.left(wx, wy, w1), next.middle(wx, wy, w1), next.right(wx, wy, w1));
    double size = Math.abs(xx) + Math.abs(xy) + Math.abs(x1) + Math.abs(wx) + Math.abs(wy);
    size += Math.abs(yx) + Math.abs(yy) + Math.abs(y1) + Math.abs(w1);
    if (!(size < LIMIT)) {
      x(0, 0, -FAR);
      y(0, 0, -FAR);
      w(0, 0, 1);
    }
  }

  /** Returns the product of a row and the left column. */
  private double left(double a, double b, double c) {
    return a * xx + b * yx + c * wx;
  }

  private double middle(double a, double b, double c) {
    return a * xy + b * yy + c * wy;
  }

  private double right(double a, double b, double c) {
    return a * x1 + b * y1 + c * w1;
  }

  boolean isAffine() {
    return wx == 0 && wy == 0 && w1 == 1;
  }

  /** Uses loops of one line each: the JIT of Java 17 does not vectorise loops with two stores. */
  @Override
  public void map(Warp.Planes planes, boolean onGrid) {
    linear(planes, planes.nextX, (float) xx, (float) xy, (float) x1);
    linear(planes, planes.nextY, (float) yx, (float) yy, (float) y1);
    if (!isAffine()) {
      linear(planes, planes.divisors, (float) wx, (float) wy, (float) w1);
      divide(planes.nextX, planes.divisors, planes.count());
      divide(planes.nextY, planes.divisors, planes.count());
    }
    planes.turn();
  }

  private static void linear(Warp.Planes planes, float[] to, float a, float b, float c) {
    float[] x = planes.x;
    float[] y = planes.y;
    int count = planes.count();
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
