package io.github.emnist.augment;

import java.util.Objects;

/**
 * One affine change of an image: what {@link RandomAffine} draws. About the image's centre {@code
 * ((width - 1) / 2, (height - 1) / 2)} it zooms, then shears, then rotates, then shifts, all folded
 * into one mapping: each pixel of the result is interpolated once from the source.
 *
 * @param rotation degrees, counter-clockwise, in [-360, 360]
 * @param shiftX pixels to the right, in [-32767, 32767]
 * @param shiftY pixels down, in [-32767, 32767]
 * @param zoomX horizontal scale, above 1 enlarges, in [0.01, 100]
 * @param zoomY vertical scale, above 1 enlarges, in [0.01, 100]
 * @param shear tangent of the slant, in [-10, 10]: a point moves right by {@code shear} times its
 *     height above the centre, so that a positive shear leans a letter to the right, like italics
 * @param resampling how the source is read
 */
public record AffineParameters(
    double rotation,
    double shiftX,
    double shiftY,
    double zoomX,
    double zoomY,
    double shear,
    Resampling resampling)
    implements GeometricTransform {
  /** Changes nothing. */
  public static final AffineParameters IDENTITY = new AffineParameters(0, 0, 0, 1, 1, 0);

  static final double MIN_ZOOM = 0.01;
  static final double MAX_ZOOM = 100;
  static final double MAX_SHIFT = 32_767;
  static final double MAX_SHEAR = 10;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public AffineParameters {
    Checks.in("rotation", rotation, -360, 360, "degrees");
    Checks.in("shiftX", shiftX, -MAX_SHIFT, MAX_SHIFT, "pixels");
    Checks.in("shiftY", shiftY, -MAX_SHIFT, MAX_SHIFT, "pixels");
    Checks.in("zoomX", zoomX, MIN_ZOOM, MAX_ZOOM, "");
    Checks.in("zoomY", zoomY, MIN_ZOOM, MAX_ZOOM, "");
    Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "");
    Objects.requireNonNull(resampling, "resampling");
  }

  /**
   * Creates parameters for bilinear interpolation with black outside.
   *
   * @param rotation degrees, counter-clockwise
   * @param shiftX pixels to the right
   * @param shiftY pixels down
   * @param zoomX horizontal scale
   * @param zoomY vertical scale
   * @param shear tangent of the slant
   * @throws IllegalArgumentException if one is not in its interval
   */
  public AffineParameters(
      double rotation, double shiftX, double shiftY, double zoomX, double zoomY, double shear) {
    this(rotation, shiftX, shiftY, zoomX, zoomY, shear, Resampling.DEFAULT);
  }

  /** Backwards, as a matrix. */
  static Projective mapping(
      Projective target,
      double rotation,
      double shiftX,
      double shiftY,
      double zoomX,
      double zoomY,
      double shear,
      int width,
      int height) {
    // StrictMath, so that every machine gives the same bytes.
    double sin = StrictMath.sin(Math.toRadians(rotation));
    double cos = StrictMath.cos(Math.toRadians(rotation));
    // Forward: centre + shift + R S Z (p - centre), where, as y points down,
    // R = [cos sin; -sin cos], S = [1 -shear; 0 1], Z = [zoomX 0; 0 zoomY]. Here its inverse.
    double xx = (cos + shear * sin) / zoomX;
    double xy = (shear * cos - sin) / zoomX;
    double yx = sin / zoomY;
    double yy = cos / zoomY;
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    double fromX = -centreX - shiftX;
    double fromY = -centreY - shiftY;
    return target.affine(
        xx, xy, xx * fromX + xy * fromY + centreX, yx, yy, yx * fromX + yy * fromY + centreY);
  }
}
