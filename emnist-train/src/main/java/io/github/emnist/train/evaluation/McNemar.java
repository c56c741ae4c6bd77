package io.github.emnist.train.evaluation;

/**
 * McNemar's test of two models on the same images ("Note on the sampling error of the difference
 * between correlated proportions or percentages", 1947): were both equally good, either would be
 * the right one of an image that only one gets right with probability 1/2.
 */
final class McNemar {
  private McNemar() {}

  /** Two-sided p-value from the binomial distribution itself. */
  static double exact(int onlyFirst, int onlySecond) {
    int discordant = onlyFirst + onlySecond;
    int fewer = Math.min(onlyFirst, onlySecond);
    double term = Math.pow(0.5, discordant); // of 0 of them; rows of Pascal's triangle follow
    double tail = 0;
    for (int k = 0; k <= fewer; k++) {
      tail += term;
      term *= (double) (discordant - k) / (k + 1);
    }
    return Math.min(1, 2 * tail);
  }

  /** The statistic with the correction for continuity (Edwards, 1948). */
  static double statistic(int onlyFirst, int onlySecond) {
    double gap = Math.max(0, Math.abs((double) onlyFirst - onlySecond) - 1);
    return gap * gap / ((double) onlyFirst + onlySecond);
  }

  /** How probable a statistic at least as large is by chance: chi-square, one degree of freedom. */
  static double chiSquareTail(double statistic) {
    return erfc(Math.sqrt(statistic / 2));
  }

  /**
   * The complementary error function of a number from 0: by the series of erf (Abramowitz and
   * Stegun, 7.1.6), whose terms are all positive, and further out, where 1 - erf would lose all
   * digits, by the continued fraction (7.1.14).
   */
  static double erfc(double x) {
    double scale = Math.exp(-x * x) / Math.sqrt(Math.PI);
    if (x < 2.5) {
      double term = 2 * x;
      double sum = 0;
      for (int n = 1; term > 1e-17 * sum; n++) {
        sum += term;
        term *= 2 * x * x / (2 * n + 1);
      }
      return 1 - scale * sum;
    }
    double fraction = x;
    for (int n = 100; n > 0; n--) {
      fraction = x + n / 2.0 / fraction;
    }
    return scale / fraction;
  }
}
