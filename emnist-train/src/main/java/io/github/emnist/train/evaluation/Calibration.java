package io.github.emnist.train.evaluation;

/** Gathers (probability, right or wrong) in 15 bins of equal width. */
final class Calibration {
  private static final int BINS = 15;

  private final int[] counts = new int[BINS];
  private final double[] confidence = new double[BINS];
  private final int[] right = new int[BINS];
  private int total;

  void add(double probability, boolean isRight) {
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    counts[bin]++;
    confidence[bin] += probability;
    right[bin] += isRight ? 1 : 0;
    total++;
  }

  /** The bins' gaps between mean probability and share of right answers, weighted by count. */
  double expectedError() {
    double gaps = 0;
    for (int bin = 0; bin < BINS; bin++) {
      gaps += Math.abs(confidence[bin] - right[bin]);
    }
    return total == 0 ? 0 : gaps / total;
  }
}
