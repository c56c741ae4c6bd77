package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/**
 * Beta(alpha, alpha), exactly and for any alpha, from two uniform numbers. Bailey, "Polar
 * Generation of Random Variates with the t-Distribution", Mathematics of Computation 62(206), 1994:
 * with {@code t = sqrt(nu (u^(-2 / nu) - 1)) cos(2 pi v)} Student's t of nu degrees of freedom, and
 * {@code 1/2 + t / (2 sqrt(nu + t^2))} is Beta(nu / 2, nu / 2).
 */
final class SymmetricBeta {
  static final double MIN_ALPHA = 0.01;
  static final double MAX_ALPHA = 100;

  private SymmetricBeta() {}

  /** A number in [0, 1]; takes two from the generator. */
  static double next(RandomGenerator random, double alpha) {
    double u = 1 - random.nextDouble(); // in (0, 1]
    double cosine = StrictMath.cos(2 * Math.PI * random.nextDouble());
    // t^2 / nu; for a small alpha it may be infinite, and the number is then 0 or 1.
    double square = StrictMath.expm1(Math.abs(StrictMath.log(u)) / alpha) * cosine * cosine;
    return 0.5 + Math.copySign(0.5 / Math.sqrt(1 + 1 / square), cosine);
  }
}
