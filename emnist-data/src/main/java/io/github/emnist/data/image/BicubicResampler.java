package io.github.emnist.data.image;

/**
 * Bicubic interpolation along one axis: Keys' cubic convolution (IEEE Transactions on Acoustics,
 * Speech and Signal Processing 29(6), 1981) with a = -1/2, which reproduces quadratics exactly.
 */
public final class BicubicResampler {
  /** The pixels that one sample reads. */
  public static final int TAPS = 4;

  private static final double A = -0.5;

  private BicubicResampler() {}

  /**
   * The weights of the four pixels around a position.
   *
   * @param fraction how far the position lies beyond the second of them, in [0, 1)
   * @param weights receives four weights that sum to 1
   */
  public static void weights(double fraction, double[] weights) {
    double near = fraction;
    double far = 1 - fraction;
    weights[0] = outer(1 + near);
    weights[1] = inner(near);
    weights[2] = inner(far);
    weights[3] = outer(1 + far);
  }

  /** The kernel at a distance in [0, 1]. */
  private static double inner(double d) {
    return ((A + 2) * d - (A + 3)) * d * d + 1;
  }

  /** The kernel at a distance in [1, 2]. */
  private static double outer(double d) {
    return ((A * d - 5 * A) * d + 8 * A) * d - 4 * A;
  }
}
