package io.github.emnist.augment;

import java.util.Objects;

/**
 * One affine change with the meaning, order and signs of Keras' {@code apply_affine_transform}:
 * what {@link Augmentation#keras} draws. About the image's centre, pixel (row, column) of the
 * result is read at {@code R T S Z (row, column)}, where R = [cos -sin; sin cos] of {@code theta},
 * T shifts, S = [1 -sin; 0 cos] of {@code shear} and Z zooms. As this is where a pixel comes from,
 * the ink turns clockwise, moves up and to the left, and shrinks as the numbers grow.
 *
 * @param theta degrees, in [-360, 360]
 * @param heightShift along the rows, in [-32767, 32767]
 * @param heightFraction whether {@code heightShift} is a fraction of the height; else pixels
 * @param widthShift along the columns, in [-32767, 32767]
 * @param widthFraction whether {@code widthShift} is a fraction of the width; else pixels
 * @param shear degrees, in [-89, 89]
 * @param zoomHeight factor along the rows, in [0.01, 100]
 * @param zoomWidth factor along the columns, in [0.01, 100]
 * @param resampling how the source is read
 */
public record KerasAffineParameters(
    double theta,
    double heightShift,
    boolean heightFraction,
    double widthShift,
    boolean widthFraction,
    double shear,
    double zoomHeight,
    double zoomWidth,
    Resampling resampling)
    implements GeometricTransform {
  static final double MAX_SHEAR = 89;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public KerasAffineParameters {
    double shift = AffineParameters.MAX_SHIFT;
    Checks.in("theta", theta, -360, 360, "degrees");
    Checks.in("heightShift", heightShift, -shift, shift, "");
    Checks.in("widthShift", widthShift, -shift, shift, "");
    Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "degrees");
    Checks.in("zoomHeight", zoomHeight, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
    Checks.in("zoomWidth", zoomWidth, AffineParameters.MIN_ZOOM, AffineParameters.MAX_ZOOM, "");
    Objects.requireNonNull(resampling, "resampling");
  }

  Projective mapping(Projective target, int width, int height) {
    return mapping(
        target,
        theta,
        heightFraction ? heightShift * height : heightShift,
        widthFraction ? widthShift * width : widthShift,
        shear,
        zoomHeight,
        zoomWidth,
        width,
        height);
  }

  /** Backwards, as a matrix; {@code down} and {@code right} in pixels. */
  static Projective mapping(
      Projective target,
      double theta,
      double down,
      double right,
      double shear,
      double zoomHeight,
      double zoomWidth,
      int width,
      int height) {
    double angle = Math.toRadians(theta);
    double slanted = Math.toRadians(theta + shear);
    double sin = StrictMath.sin(angle);
    double cos = StrictMath.cos(angle);
    // R S Z as a product, with the angles added; x is the column, y the row.
    double xx = StrictMath.cos(slanted) * zoomWidth;
    double xy = sin * zoomHeight;
    double yx = -StrictMath.sin(slanted) * zoomWidth;
    double yy = cos * zoomHeight;
    double centreX = (width - 1) / 2.0;
    double centreY = (height - 1) / 2.0;
    return target.affine(
        xx,
        xy,
        sin * down + cos * right - xx * centreX - xy * centreY + centreX,
        yx,
        yy,
        cos * down - sin * right - yx * centreX - yy * centreY + centreY);
  }
}
