package io.github.emnist.augment;

import java.util.Locale;

/** Ranges of grey levels, which are whole numbers. */
final class GreyRange {
  private GreyRange() {}

  /** Returns the level if it lies in [least, 255]. */
  static int in(String name, int level, int least) {
    if (level >= least && level <= 255) {
      return level;
    }
    throw new IllegalArgumentException(
        String.format(Locale.ROOT, "%s (%d) must lie in [%d, 255]", name, level, least));
  }

  /** Two grey levels of a JSON document; the builder checks their interval. */
  static int[] read(JsonFields fields, String name) {
    double[] range = fields.range(name);
    if (range[0] != (int) range[0] || range[1] != (int) range[1]) {
      throw fields.error(name, "two whole numbers");
    }
    return new int[] {(int) range[0], (int) range[1]};
  }
}
