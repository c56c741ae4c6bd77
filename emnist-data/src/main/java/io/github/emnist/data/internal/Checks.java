package io.github.emnist.data.internal;

/**
 * Throws {@link IllegalArgumentException} for numbers outside their range; NaN is outside every
 * range.
 */
public final class Checks {
  private Checks() {}

  public static void positive(String name, long value) {
    if (value < 1) {
      throw Messages.illegal("%s (%d) must be positive", name, value);
    }
  }

  public static void positive(String name, double value) {
    require(value > 0 && value < Double.POSITIVE_INFINITY, name, value, "be positive and finite");
  }

  public static void notNegative(String name, double value) {
    require(value >= 0 && value < Double.POSITIVE_INFINITY, name, value, "be 0 or more and finite");
  }

  public static void inHalfOpen(String name, double value, double low, double high) {
    require(value >= low && value < high, name, value, "be in [%s, %s)".formatted(low, high));
  }

  public static void inOpen(String name, double value, double low, double high) {
    require(value > low && value < high, name, value, "be in (%s, %s)".formatted(low, high));
  }

  public static void in(String name, double value, double low, double high) {
    require(value >= low && value <= high, name, value, "be in [%s, %s]".formatted(low, high));
  }

  public static void finite(String name, double value) {
    require(Double.isFinite(value), name, value, "be finite");
  }

  public static void atLeast(String name, long value, long low) {
    if (value < low) {
      throw Messages.illegal("%s (%d) must be at least %d", name, value, low);
    }
  }

  public static void between(String name, long value, long low, long high) {
    if (value < low || value > high) {
      throw Messages.illegal("%s (%d) must be between %d and %d", name, value, low, high);
    }
  }

  private static void require(boolean holds, String name, double value, String rule) {
    if (!holds) {
      throw Messages.illegal("%s (%s) must %s", name, value, rule);
    }
  }
}
