package io.github.emnist.augment;

/** A projective mapping of the plane (a homography), backwards, as a 3 x 3 matrix. Mutable. */
final class Projective implements InverseMapping {
  /** Keeps a sample beyond the horizon far away instead of behind the viewer. */
  private static final float HORIZON = 1e-6f;

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
  }

  boolean isAffine() {
    return wx == 0 && wy == 0 && w1 == 1;
  }

  @Override
  public void map(Planes planes, boolean onGrid) {
    int count = planes.width() * planes.height();
    if (isAffine()) {
      mapAffine(planes.x(), planes.y(), count);
    } else {
      mapProjective(planes.x(), planes.y(), count);
    }
  }

  private void mapAffine(float[] planeX, float[] planeY, int count) {
    float xx = (float) this.xx;
    float xy = (float) this.xy;
    float x1 = (float) this.x1;
    float yx = (float) this.yx;
    float yy = (float) this.yy;
    float y1 = (float) this.y1;
    for (int i = 0; i < count; i++) {
      float x = planeX[i];
      float y = planeY[i];
      planeX[i] = xx * x + xy * y + x1;
      planeY[i] = yx * x + yy * y + y1;
    }
  }

  private void mapProjective(float[] planeX, float[] planeY, int count) {
    float xx = (float) this.xx;
    float xy = (float) this.xy;
    float x1 = (float) this.x1;
    float yx = (float) this.yx;
    float yy = (float) this.yy;
    float y1 = (float) this.y1;
    float wx = (float) this.wx;
    float wy = (float) this.wy;
    float w1 = (float) this.w1;
    for (int i = 0; i < count; i++) {
      float x = planeX[i];
      float y = planeY[i];
      float per = 1 / Math.max(wx * x + wy * y + w1, HORIZON);
      planeX[i] = (xx * x + xy * y + x1) * per;
      planeY[i] = (yx * x + yy * y + y1) * per;
    }
  }
}
