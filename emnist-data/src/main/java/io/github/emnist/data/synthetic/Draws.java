package io.github.emnist.data.synthetic;

import io.github.emnist.data.internal.CounterRandom;

/**
 * Random numbers made by additions and multiplications only, so that every JVM draws the same bits.
 */
final class Draws {
  /** Scales the sum of four uniform 16-bit numbers to a standard deviation of 1. */
  private static final double BELL_SCALE = Math.sqrt(3) / 65_536;

  /** The mean of that sum. */
  private static final double BELL_CENTRE = 2 * 65_535;

  private Draws() {}

  /** Nearly normal (Irwin-Hall of four): mean 0, standard deviation 1, within 3.47. */
  static double bell(CounterRandom random) {
    long bits = random.nextLong();
    long sum =
        (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48 & 0xFFFF);
    return (sum - BELL_CENTRE) * BELL_SCALE;
  }

  /** Uniform in [0, 1). */
  static double unit(CounterRandom random) {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** Uniform in [low, high). */
  static double between(CounterRandom random, double low, double high) {
    return low + (high - low) * unit(random);
  }
}
