package io.github.emnist.train.evaluation;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.evaluation.Evaluation.Interval;

/**
 * A comparison of two models on the same images. Immutable.
 *
 * @param bothRight images that both models get right
 * @param onlyFirstRight images that only the first model gets right
 * @param onlySecondRight images that only the second model gets right
 * @param bothWrong images that both models get wrong
 */
public record ModelComparison(
    int bothRight, int onlyFirstRight, int onlySecondRight, int bothWrong) {
  /** With fewer images that only one model gets right, the test is exact. */
  static final int FEW = 25;

  /** The method of a p-value. */
  public enum Test {
    /** The binomial distribution, if only one model is right for fewer than 25 images. */
    EXACT_BINOMIAL,

    /** McNemar's chi-square with Edwards' continuity correction. */
    CHI_SQUARE
  }

  /** Throws {@link IllegalArgumentException} if a count is negative or all are 0. */
  public ModelComparison {
    if (Math.min(Math.min(bothRight, bothWrong), Math.min(onlyFirstRight, onlySecondRight)) < 0
        || (bothRight | bothWrong | onlyFirstRight | onlySecondRight) == 0) {
      throw Messages.illegal(
          "counts (%d, %d, %d, %d) must be 0 or more and not all 0",
          bothRight, onlyFirstRight, onlySecondRight, bothWrong);
    }
  }

  /**
   * {@return the comparison of two models' scores}
   *
   * @param first of the first model
   * @param second of the second model, of the same images in the same order
   * @throws IllegalArgumentException if classes or labels differ
   */
  public static ModelComparison of(Scores first, Scores second) {
    if (!first.labelMap().equals(second.labelMap())) {
      throw Messages.illegal(
          "the second model's classes %s are not the first's %s",
          second.labelMap(), first.labelMap());
    }
    if (first.images() != second.images()) {
      throw Messages.illegal(
          "the second model saw %d images, the first %d", second.images(), first.images());
    }
    int[] counts = new int[4];
    for (int i = 0; i < first.images(); i++) {
      if (first.label(i) != second.label(i)) {
        throw Messages.illegal(
            "image %d has label %d for the second model, %d for the first",
            i, second.label(i), first.label(i));
      }
      counts[(first.right(i) ? 0 : 2) + (second.right(i) ? 0 : 1)]++;
    }
    return new ModelComparison(counts[0], counts[1], counts[2], counts[3]);
  }

  /** {@return the number of images, at least 1} */
  public int images() {
    return bothRight + onlyFirstRight + onlySecondRight + bothWrong;
  }

  /** {@return the first model's accuracy, in [0, 1]} */
  public double firstAccuracy() {
    return (double) (bothRight + onlyFirstRight) / images();
  }

  /** {@return the second model's accuracy, in [0, 1]} */
  public double secondAccuracy() {
    return (double) (bothRight + onlySecondRight) / images();
  }

  /** {@return the second model's accuracy minus the first's, in [-1, 1]} */
  public double difference() {
    return (double) (onlySecondRight - onlyFirstRight) / images();
  }

  /**
   * {@return the 95 % interval of the difference, paired: Wald's with half an image added to each
   * of the four counts (Agresti and Min, "Simple improved confidence intervals for comparing
   * matched proportions", 2005), within [-1, 1]}
   */
  public Interval differenceInterval() {
    double n = images() + 2.0;
    double centre = ((double) onlySecondRight - onlyFirstRight) / n;
    double discordant = (onlyFirstRight + onlySecondRight + 1.0) / n;
    double half = Interval.Z * Math.sqrt((discordant - centre * centre) / n);
    return new Interval(Math.max(-1, centre - half), Math.min(1, centre + half));
  }

  /** {@return the method of the p-value} */
  public Test test() {
    return onlyFirstRight + onlySecondRight < FEW ? Test.EXACT_BINOMIAL : Test.CHI_SQUARE;
  }

  /**
   * {@return the probability of a difference at least as large if both models were equally good:
   * McNemar's test, two-sided, in [0, 1]}
   */
  public double pValue() {
    return test() == Test.EXACT_BINOMIAL
        ? McNemar.exact(onlyFirstRight, onlySecondRight)
        : McNemar.chiSquareTail(McNemar.statistic(onlyFirstRight, onlySecondRight));
  }

  /**
   * McNemar's test ("Note on the sampling error of the difference between correlated proportions or
   * percentages", 1947): if both models are equally good, an image that only one gets right is the
   * first's with probability 1/2.
   */
  static final class McNemar {
    private McNemar() {}

    /** Computes the two-sided p-value from the binomial distribution. */
    static double exact(int onlyFirst, int onlySecond) {
      int discordant = onlyFirst + onlySecond;
      int fewer = Math.min(onlyFirst, onlySecond);
      double term = Math.pow(0.5, discordant); // of k = 0
      double tail = 0;
      for (int k = 0; k <= fewer; k++) {
        tail += term;
        term *= (double) (discordant - k) / (k + 1);
      }
      return Math.min(1, 2 * tail);
    }

    /** Computes the statistic with the continuity correction (Edwards, 1948). */
    static double statistic(int onlyFirst, int onlySecond) {
      double gap = Math.max(0, Math.abs((double) onlyFirst - onlySecond) - 1);
      return gap * gap / ((double) onlyFirst + onlySecond);
    }

    /** Computes the tail probability of chi-square with one degree of freedom. */
    static double chiSquareTail(double statistic) {
      return erfc(Math.sqrt(statistic / 2));
    }

    /**
     * Computes the complementary error function of x >= 0 by the series of erf (Abramowitz and
     * Stegun, 7.1.6) and, where 1 - erf would lose all digits, by the continued fraction (7.1.14).
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
}
