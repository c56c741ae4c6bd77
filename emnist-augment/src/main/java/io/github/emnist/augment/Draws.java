package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/** How the random transforms draw: each method takes one number, even from an empty range. */
final class Draws {
  private Draws() {}

  /** Uniform in [low, high]. */
  static double uniform(RandomGenerator random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  /**
   * A factor in [low, high], both above 0, whose logarithm is uniform: halving is as likely as
   * doubling.
   */
  static double factor(RandomGenerator random, double low, double high) {
    double share = random.nextDouble();
    if (low == high) {
      return low; // exp(log(low)) need not be
    }
    double drawn = low * StrictMath.exp(StrictMath.log(high / low) * share);
    return Math.min(Math.max(drawn, low), high);
  }

  /** A whole number in [low, high], each equally likely. */
  static int whole(RandomGenerator random, int low, int high) {
    return low + (int) (random.nextDouble() * (high - low + 1));
  }
}
