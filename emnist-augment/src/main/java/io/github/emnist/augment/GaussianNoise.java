package io.github.emnist.augment;

/**
 * Adds to each pixel a normally distributed number of its own and cuts off at black and white.
 *
 * @param sigma the standard deviation, in grey levels, in [0, 255]; 0 changes nothing
 * @param seed fixes the numbers: the same image and seed give the same noise
 */
public record GaussianNoise(double sigma, long seed) implements ImageTransform {
  static final double MAX_SIGMA = 255;

  /**
   * Checks the parameters.
   *
   * @throws IllegalArgumentException if {@code sigma} is not in [0, 255]
   */
  public GaussianNoise {
    Checks.in("noise sigma", sigma, 0, MAX_SIGMA, "grey levels");
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    transform(sigma, seed, source, sourceOffset, target, targetOffset, width, height);
  }

  static void transform(
      double sigma,
      long seed,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    try (Scratch scratch = Scratch.acquire()) {
      scratch.random.reset(seed, 0, 0);
      for (int i = 0; i < width * height; i++) {
        int level = source[sourceOffset + i] & 0xFF;
        target[targetOffset + i] = ToneCurve.level(level + sigma * Normals.next(scratch.random));
      }
    }
  }
}
