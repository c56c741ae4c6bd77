package io.github.emnist.data.internal.image;

/** The weights of a Gaussian blur along one axis. */
final class GaussianKernel {
  /** Where the weights end, in standard deviations: what lies beyond is 0.3 % of the whole. */
  private static final double REACH = 3;

  private GaussianKernel() {}

  /**
   * The bell curve, sampled at whole pixels and normalised.
   *
   * @param sigma standard deviation in pixels, above 0
   * @return an odd number of weights that sum to 1, the middle one for the pixel itself
   */
  static float[] weights(double sigma) {
    int reach = (int) Math.ceil(REACH * sigma);
    double[] curve = new double[2 * reach + 1];
    double sum = 0;
    for (int i = 0; i < curve.length; i++) {
      double distance = (i - reach) / sigma;
      // StrictMath: the same bits on every machine.
      curve[i] = StrictMath.exp(-0.5 * distance * distance);
      sum += curve[i];
    }
    float[] weights = new float[curve.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (curve[i] / sum);
    }
    return weights;
  }
}
