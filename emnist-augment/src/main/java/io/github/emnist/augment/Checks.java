package io.github.emnist.augment;

import io.github.emnist.data.internal.Messages;

/** The package's argument checks. */
final class Checks {
  private Checks() {}

  /** Returns the value if it lies in [low, high], which NaN does not. */
  static double in(String name, double value, double low, double high, String unit) {
    if (value >= low && value <= high) {
      return value;
    }
    throw new IllegalArgumentException(
        "%s (%s) must lie in [%s, %s] %s".formatted(name, value, low, high, unit).stripTrailing());
  }

  /** Returns the value if it lies in [low, high]. */
  static int in(String name, int value, int low, int high) {
    if (value >= low && value <= high) {
      return value;
    }
    throw Messages.illegal("%s (%s) must lie in [%s, %s]", name, value, low, high);
  }

  /** Checks the argument of {@link RandomTransform#withStrength}. */
  static double strength(double strength) {
    return in("strength", strength, 0, 1, "");
  }

  /** Checks that a label is below the number of classes. */
  static void label(String name, int label, int classes) {
    if (label < 0 || label >= classes) {
      throw new IndexOutOfBoundsException(
          "%s (%s) must lie in [0, %s)".formatted(name, label, classes));
    }
  }
}
