package io.github.emnist.train.evaluation;

import io.github.emnist.train.evaluation.Evaluation.Reliability;
import java.util.ArrayList;
import java.util.List;

/** Gathers (probability, right or wrong) in 15 bins of equal width. */
final class Calibration {
  static final int BINS = 15;

  private final int[] counts = new int[BINS];
  private final double[] confidence = new double[BINS];
  private final int[] right = new int[BINS];

  void add(double probability, boolean isRight) {
    int bin = Math.min(BINS - 1, (int) (probability * BINS));
    counts[bin]++;
    confidence[bin] += probability;
    right[bin] += isRight ? 1 : 0;
  }

  Reliability reliability() {
    List<Reliability.Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      int count = counts[bin];
      bins.add(
          new Reliability.Bin(
              (double) bin / BINS,
              (bin + 1.0) / BINS,
              count,
              count == 0 ? 0 : confidence[bin] / count,
              count == 0 ? 0 : (double) right[bin] / count));
    }
    return new Reliability(bins);
  }
}
