package io.github.emnist.augment;

/**
 * Blurs by a Gaussian, cut off at four standard deviations. Outside of the image is black. Means
 * what SciPy's {@code gaussian_filter(mode="constant")} means.
 *
 * @param sigma the standard deviation, in pixels, in [0, 10]; 0 changes nothing
 */
public record GaussianBlur(double sigma) implements ImageTransform {
  /**
   * Checks the parameter.
   *
   * @throws IllegalArgumentException if it is not in [0, 10]
   */
  public GaussianBlur {
    Checks.in("blur sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(sigma, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double sigma,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    GaussianSmoothing smoothing = GaussianSmoothing.ofThisThread().sigma(sigma);
    int band = GaussianSmoothing.rows(width);
    for (int top = 0; top < height; top += band) {
      int bottom = Math.min(top + band, height);
      float[] smooth = smoothing.smooth(source, sourceOffset, width, height, top, bottom);
      for (int y = top; y < bottom; y++) {
        int from = (y - top) * smoothing.stride();
        int to = targetOffset + y * width;
        for (int x = 0; x < width; x++) {
          target[to + x] = (byte) (smooth[from + x] + 0.5f);
        }
      }
    }
  }
}
