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

  /** Wilson's score interval of a share seen in {@code n} independent trials. */
  static Interval wilson(double share, int n) {
    double scale = 1 + Z * Z / n;
    double centre = (share + Z * Z / (2 * n)) / scale;
    double half = Z / scale * Math.sqrt(share * (1 - share) / n + Z * Z / (4.0 * n * n));
    return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
