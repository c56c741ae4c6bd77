package io.github.emnist.data.internal.image;

/**
 * The weights of bicubic interpolation along one axis: cubic convolution (Keys, "Cubic convolution
 * interpolation for digital image processing", IEEE Transactions on Acoustics, Speech and Signal
 * Processing 29(6), 1981) with a = -1/2, which reproduces quadratic functions exactly.
 */
final class BicubicKernel {
  /** The pixels that one sample reads. */
  static final int TAPS = 4;

  private static final double A = -0.5;

  private BicubicKernel() {}

  /**
   * The weights of the four pixels around a position.
   *
   * @param fraction how far the position lies beyond the second of them, in [0, 1)
   * @param weights receives four weights that sum to 1
   */
  static void weights(double fraction, double[] weights) {
    weights[0] = outer(1 + fraction);
    weights[1] = inner(fraction);
    weights[2] = inner(1 - fraction);
    weights[3] = outer(2 - fraction);
  }

  /**
   * The kernel.
   *
   * @param distance from its middle, of any sign
   * @return 0 from 2 on
   */
  static double at(double distance) {
    double d = Math.abs(distance);
    if (d >= 2) {
      return 0;
    }
    return d <= 1 ? inner(d) : outer(d);
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
