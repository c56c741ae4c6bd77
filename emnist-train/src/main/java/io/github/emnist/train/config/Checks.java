package io.github.emnist.train.config;

import io.github.emnist.data.internal.Messages;

/** Throws exceptions for numbers outside their range; NaN is outside every range. */
final class Checks {
  private Checks() {}

  static void positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "be positive and finite");
  }

  static void notNegative(String name, double value) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, name, value, "be 0 or more and finite");
  }

  static void inHalfOpen(String name, double value, double low, double high) {
    require(value >= low && value < high, name, value, "be in [%s, %s)".formatted(low, high));
  }

  static void inOpen(String name, double value, double low, double high) {
    require(value > low && value < high, name, value, "be in (%s, %s)".formatted(low, high));
  }

  static void in(String name, double value, double low, double high) {
    require(value >= low && value <= high, name, value, "be in [%s, %s]".formatted(low, high));
  }

  static void finite(String name, double value) {
    require(Double.isFinite(value), name, value, "be finite");
  }

  static void atLeast(String name, long value, long low) {
    if (value < low) {
      throw Messages.illegal("%s (%d) must be at least %d", name, value, low);
    }
  }

  private static void require(boolean holds, String name, double value, String rule) {
    if (!holds) {
      throw Messages.illegal("%s (%s) must %s", name, value, rule);
    }
  }
}
