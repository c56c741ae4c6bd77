package io.github.emnist.augment;

/**
 * Sharpens: adds the difference between the image and its Gaussian blur, {@code image + amount *
 * (image - blur)}, and cuts off what leaves the range of grey levels.
 *
 * @param amount how much of the difference is added, in [0, 10]; 0 changes nothing
 * @param sigma the blur's standard deviation, in pixels, in [0, 10]: how wide an edge is sharpened
 */
public record UnsharpMask(double amount, double sigma) implements ImageTransform {
  static final double MAX_AMOUNT = 10;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public UnsharpMask {
    Checks.in("sharpening amount", amount, 0, MAX_AMOUNT, "");
    Checks.in("sharpening sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(amount, sigma, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double amount,
      double sigma,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    GaussianSmoothing smoothing = GaussianSmoothing.ofThisThread().sigma(sigma);
    float strength = (float) amount;
    int band = GaussianSmoothing.rows(width);
    for (int top = 0; top < height; top += band) {
      int bottom = Math.min(top + band, height);
      float[] smooth = smoothing.smooth(source, sourceOffset, width, height, top, bottom);
      for (int y = top; y < bottom; y++) {
        int blurred = (y - top) * smoothing.stride();
        int row = y * width;
        for (int x = 0; x < width; x++) {
          int level = source[sourceOffset + row + x] & 0xFF;
          float sharp = level + strength * (level - smooth[blurred + x]);
          target[targetOffset + row + x] = (byte) (Math.min(Math.max(sharp, 0), 255) + 0.5f);
        }
      }
    }
  }
}
