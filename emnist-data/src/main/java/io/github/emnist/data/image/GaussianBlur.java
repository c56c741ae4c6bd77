package io.github.emnist.data.image;

/** The weights of a Gaussian blur along one axis. */
public final class GaussianBlur {
  /** Where the weights end, in standard deviations: what lies beyond is 0.3 % of the whole. */
  private static final double REACH = 3;

  private GaussianBlur() {}

  /**
   * The sampled and normalised bell curve.
   *
   * @param sigma standard deviation in pixels, above 0
   * @return an odd number of weights that sum to 1, the middle one for the pixel itself
   * @throws IllegalArgumentException if {@code sigma} is not above 0
   */
  public static float[] kernel(double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("sigma (%s) must be above 0".formatted(sigma));
    }
    int reach = Math.max(1, (int) Math.ceil(REACH * sigma));
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = (i - reach) / sigma;
      // StrictMath: the same bits on every machine.
      weights[i] = StrictMath.exp(-0.5 * distance * distance);
      sum += weights[i];
    }
    float[] kernel = new float[weights.length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }
}
