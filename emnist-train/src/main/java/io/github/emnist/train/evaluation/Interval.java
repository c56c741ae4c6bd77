package io.github.emnist.train.evaluation;

/**
 * A range that holds the true value of a figure with a stated confidence.
 *
 * @param low the lower bound; for a share in [0, 1]
 * @param high the upper bound, at least {@code low}
 */
public record Interval(double low, double high) {
  /** The two-sided 95 % quantile of the normal distribution. */
  static final double Z = 1.959963984540054;

  /**
   * Computes the 95 % interval of a share by Wilson's score.
   *
   * @param share seen, in [0, 1]
   * @param n of independent trials, at least 1
   * @return within [0, 1]
   */
  public static Interval wilson(double share, int n) {
    double scale = 1 + Z * Z / n;
    double centre = (share + Z * Z / (2 * n)) / scale;
    double half = Z / scale * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
