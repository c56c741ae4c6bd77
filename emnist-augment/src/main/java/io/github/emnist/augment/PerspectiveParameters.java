package io.github.emnist.augment;

import java.util.Objects;

/**
 * One view of an image at a slant: what {@link RandomPerspective} draws. Each corner moves inwards;
 * a homography takes the image to the quadrilateral between them. The eight distances are fractions
 * of half the image's width (X) or height (Y), in [0, 0.6]: up to there any four corners make a
 * convex quadrilateral.
 *
 * @param topLeftX how far the top left corner moves to the right
 * @param topLeftY how far the top left corner moves down
 * @param topRightX how far the top right corner moves to the left
 * @param topRightY how far the top right corner moves down
 * @param bottomRightX how far the bottom right corner moves to the left
 * @param bottomRightY how far the bottom right corner moves up
 * @param bottomLeftX how far the bottom left corner moves to the right
 * @param bottomLeftY how far the bottom left corner moves up
 * @param resampling how the source is read
 */
public record PerspectiveParameters(
    double topLeftX,
    double topLeftY,
    double topRightX,
    double topRightY,
    double bottomRightX,
    double bottomRightY,
    double bottomLeftX,
    double bottomLeftY,
    Resampling resampling)
    implements GeometricTransform {
  static final double MAX = 0.6;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public PerspectiveParameters {
    Checks.in("topLeftX", topLeftX, 0, MAX, "");
    Checks.in("topLeftY", topLeftY, 0, MAX, "");
    Checks.in("topRightX", topRightX, 0, MAX, "");
    Checks.in("topRightY", topRightY, 0, MAX, "");
    Checks.in("bottomRightX", bottomRightX, 0, MAX, "");
    Checks.in("bottomRightY", bottomRightY, 0, MAX, "");
    Checks.in("bottomLeftX", bottomLeftX, 0, MAX, "");
    Checks.in("bottomLeftY", bottomLeftY, 0, MAX, "");
    Objects.requireNonNull(resampling, "resampling");
  }

  Projective mapping(Projective target, int width, int height) {
    return mapping(
        target,
        topLeftX,
        topLeftY,
        topRightX,
        topRightY,
        bottomRightX,
        bottomRightY,
        bottomLeftX,
        bottomLeftY,
        width,
        height);
  }

  /**
   * Backwards, as a matrix: the inverse of the mapping of the unit square to a quadrilateral
   * (Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3), which is
   * its adjoint, followed by the mapping of the unit square to the image. The letters are those of
   * that text; a pixel's centre lies half a pixel from its edges.
   */
  static Projective mapping(
      Projective target,
      double topLeftX,
      double topLeftY,
      double topRightX,
      double topRightY,
      double bottomRightX,
      double bottomRightY,
      double bottomLeftX,
      double bottomLeftY,
      int width,
      int height) {
    double halfX = width / 2.0;
    double halfY = height / 2.0;
    double x0 = topLeftX * halfX;
    double y0 = topLeftY * halfY;
    double x1 = width - topRightX * halfX;
    double y1 = topRightY * halfY;
    double x2 = width - bottomRightX * halfX;
    double y2 = height - bottomRightY * halfY;
    double x3 = bottomLeftX * halfX;
    double y3 = height - bottomLeftY * halfY;

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
    return target.set(
        ux - wx / 2, uy - wy / 2, u1 - w1 / 2, vx - wx / 2, vy - wy / 2, v1 - w1 / 2, wx, wy, w1);
  }
}
