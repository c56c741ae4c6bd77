package io.github.emnist.train.evaluation;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.evaluation.Evaluation.Interval;

/**
 * Two models on the same images. Immutable.
 *
 * @param bothRight how many images both get right
 * @param onlyFirstRight how many only the first gets right
 * @param onlySecondRight how many only the second gets right
 * @param bothWrong how many both get wrong
 */
public record ModelComparison(
    int bothRight, int onlyFirstRight, int onlySecondRight, int bothWrong) {
  /** From this many images on that only one model gets right, chi-square is near enough. */
  static final int FEW = 25;

  /** How a p-value was found. */
  public enum Test {
    /** From the binomial distribution, where only one model is right of fewer than 25 images. */
    EXACT_BINOMIAL,

    /** McNemar's chi-square with Edwards' correction for continuity. */
    CHI_SQUARE
  }

  /** Throws {@link IllegalArgumentException} if a count is negative or all are 0. */
  public ModelComparison {
    if (Math.min(Math.min(bothRight, bothWrong), Math.min(onlyFirstRight, onlySecondRight)) < 0
        || (bothRight | bothWrong | onlyFirstRight | onlySecondRight) == 0) {
      throw new IllegalArgumentException(
          Messages.format(
              "counts (%d, %d, %d, %d) must be 0 or more and not all 0",
              bothRight, onlyFirstRight, onlySecondRight, bothWrong));
    }
  }

  /**
   * Compares what two models say.
   *
   * @param first of the first model
   * @param second of the second model, of the same images in the same order
   * @return the comparison
   * @throws IllegalArgumentException if classes or right answers differ
   */
  public static ModelComparison of(Scores first, Scores second) {
    if (!first.labelMap().equals(second.labelMap())) {
      throw new IllegalArgumentException(
          "the second model's classes %s are not the first's %s"
              .formatted(second.labelMap(), first.labelMap()));
    }
    if (first.images() != second.images()) {
      throw new IllegalArgumentException(
          Messages.format(
              "the second model saw %d images, the first %d", second.images(), first.images()));
    }
    int[] counts = new int[4];
    for (int i = 0; i < first.images(); i++) {
      if (first.label(i) != second.label(i)) {
        throw new IllegalArgumentException(
            Messages.format(
                "image %d has label %d for the second model, %d for the first",
                i, second.label(i), first.label(i)));
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

  /** {@return how much more accurate the second model is, in [-1, 1]} */
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

  /** {@return how the p-value is found} */
  public Test test() {
    return onlyFirstRight + onlySecondRight < FEW ? Test.EXACT_BINOMIAL : Test.CHI_SQUARE;
  }

  /**
   * {@return how probable a difference at least as large would be by chance if both models were
   * equally good: McNemar's test, two-sided, in [0, 1]}
   */
  public double pValue() {
    return test() == Test.EXACT_BINOMIAL
        ? McNemar.exact(onlyFirstRight, onlySecondRight)
        : McNemar.chiSquareTail(McNemar.statistic(onlyFirstRight, onlySecondRight));
  }

  /**
   * McNemar's test of two models on the same images ("Note on the sampling error of the difference
   * between correlated proportions or percentages", 1947): were both equally good, either would be
   * the right one of an image that only one gets right with probability 1/2.
   */
  static final class McNemar {
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

    /**
     * How probable a statistic at least as large is by chance: chi-square, one degree of freedom.
     */
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
}
