package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;
import java.util.random.RandomGenerator;

/** Draws numbers of other distributions from a generator of uniform ones. */
final class Distributions {
  private static final int LAYERS = 256;

  /** The begin of the normal distribution's tail. */
  private static final double TAIL = 3.6541528853610088;

  /** The area of each layer under {@code exp(-x * x / 2)}. */
  private static final double AREA = 0.00492867323399;

  /** The width of each layer from the lowest up; the lowest as a box with its tail's area. */
  private static final double[] WIDTHS = new double[LAYERS + 1];

  /** The part of each layer's width that is entirely under the curve. */
  private static final double[] INNER = new double[LAYERS];

  static {
    WIDTHS[0] = AREA / density(TAIL);
    WIDTHS[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      double height = AREA / WIDTHS[i - 1] + density(WIDTHS[i - 1]);
      WIDTHS[i] = StrictMath.sqrt(-2 * StrictMath.log(height));
    }
    for (int i = 0; i < LAYERS; i++) {
      INNER[i] = WIDTHS[i + 1] / WIDTHS[i];
    }
  }

  private Distributions() {}

  private static double density(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }

  /**
   * Draws a number of mean 0 and standard deviation 1 by the ziggurat method: Marsaglia and Tsang,
   * "The Ziggurat Method for Generating Random Variables", Journal of Statistical Software 5(8),
   * 2000, with their two constants for 256 layers. Layer and abscissa come from different bits, as
   * in Doornik, "An Improved Ziggurat Method to Generate Normal Random Samples", 2005.
   *
   * <p>{@code RandomGenerator.nextGaussian} does not specify its method: another JDK could give
   * other bytes.
   */
  static double normal(CounterRandom random) {
    while (true) {
      long bits = random.nextLong();
      int layer = (int) bits & LAYERS - 1;
      double share = (bits >> 11) * 0x1p-52; // in [-1, 1)
      double x = share * WIDTHS[layer];
      if (Math.abs(share) < INNER[layer]) {
        return x;
      }
      if (layer == 0) {
        return Math.copySign(tail(random), share);
      }
      double bottom = density(WIDTHS[layer]);
      double top = density(WIDTHS[layer + 1]);
      if (bottom + random.nextDouble() * (top - bottom) < density(x)) {
        return x;
      }
    }
  }

  /** Draws from the tail by Marsaglia's method. */
  private static double tail(CounterRandom random) {
    while (true) {
      double x = -StrictMath.log(1 - random.nextDouble()) / TAIL;
      double y = -StrictMath.log(1 - random.nextDouble());
      if (2 * y > x * x) {
        return TAIL + x;
      }
    }
  }

  /**
   * Draws Beta(alpha, alpha), exactly and for any alpha, from two uniform numbers. Bailey, "Polar
   * Generation of Random Variates with the t-Distribution", Mathematics of Computation 62(206),
   * 1994: {@code t = sqrt(nu (u^(-2 / nu) - 1)) cos(2 pi v)} is Student's t of nu degrees of
   * freedom, and {@code 1/2 + t / (2 sqrt(nu + t^2))} is Beta(nu / 2, nu / 2).
   */
  static double beta(RandomGenerator random, double alpha) {
    double u = 1 - random.nextDouble(); // in (0, 1]
    double cosine = StrictMath.cos(2 * Math.PI * random.nextDouble());
    // t^2 / nu; for small alpha it may be infinite, and the result is 0 or 1.
    double square = StrictMath.expm1(Math.abs(StrictMath.log(u)) / alpha) * cosine * cosine;
    return 0.5 + Math.copySign(0.5 / Math.sqrt(1 + 1 / square), cosine);
  }
}
