package io.github.emnist.augment;

/**
 * One affine change of an image: what {@link RandomAffine} draws. About the image's centre {@code
 * ((width - 1) / 2, (height - 1) / 2)} it zooms, then shears, then rotates, then shifts, all folded
 * into one mapping: each pixel of the result is interpolated once (bilinear) from the source.
 * Outside of the source is black (0), also for the interpolation across its edge: OpenCV's {@code
 * BORDER_CONSTANT}, SciPy's {@code grid-constant}.
 *
 * @param rotation degrees, counter-clockwise, in [-360, 360]
 * @param shiftX pixels to the right, in [-32767, 32767]
 * @param shiftY pixels down, in [-32767, 32767]
 * @param zoomX horizontal scale, above 1 enlarges, in [0.01, 100]
 * @param zoomY vertical scale, above 1 enlarges, in [0.01, 100]
 * @param shear tangent of the slant, in [-10, 10]: a point moves right by {@code shear} times its
 *     height above the centre, so that a positive shear leans a letter to the right, like italics
 */
public record AffineParameters(
    double rotation, double shiftX, double shiftY, double zoomX, double zoomY, double shear)
    implements ImageTransform {
  /** Changes nothing. */
  public static final AffineParameters IDENTITY = new AffineParameters(0, 0, 0, 1, 1, 0);

  static final double MIN_ZOOM = 0.01;
  static final double MAX_ZOOM = 100;
  static final double MAX_SHIFT = 32_767;
  static final double MAX_SHEAR = 10;

  /**
   * Checks the parameters.
   *
   * @param rotation degrees, counter-clockwise
   * @param shiftX pixels to the right
   * @param shiftY pixels down
   * @param zoomX horizontal scale
   * @param zoomY vertical scale
   * @param shear tangent of the slant
   * @throws IllegalArgumentException if one is not in its interval
   */
  public AffineParameters {
    Checks.in("rotation", rotation, -360, 360, "degrees");
    Checks.in("shiftX", shiftX, -MAX_SHIFT, MAX_SHIFT, "pixels");
    Checks.in("shiftY", shiftY, -MAX_SHIFT, MAX_SHIFT, "pixels");
    Checks.in("zoomX", zoomX, MIN_ZOOM, MAX_ZOOM, "");
    Checks.in("zoomY", zoomY, MIN_ZOOM, MAX_ZOOM, "");
    Checks.in("shear", shear, -MAX_SHEAR, MAX_SHEAR, "");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    AffineWarp.ofThisThread()
        .map(rotation, shiftX, shiftY, zoomX, zoomY, shear, width, height)
        .warp(source, sourceOffset, target, targetOffset);
  }
}
