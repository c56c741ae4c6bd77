package io.github.emnist.train.evaluation;

import java.util.List;

/**
 * How far a model's probabilities can be relied on: its answers in bins of equal width by their
 * probability, with the share of right ones in each. Immutable.
 *
 * @param bins from probability 0 to 1, without gaps
 */
public record Reliability(List<Bin> bins) {
  /** Creates a diagram. */
  public Reliability {
    bins = List.copyOf(bins);
  }

  /**
   * The expected calibration error: the bins' gaps between mean probability and share of right
   * answers, weighted by count (Guo et al., "On calibration of modern neural networks", 2017).
   *
   * @return in [0, 1]
   */
  public double expectedError() {
    double gaps = 0;
    long images = 0;
    for (Bin bin : bins) {
      gaps += bin.count() * Math.abs(bin.confidence() - bin.accuracy());
      images += bin.count();
    }
    return images == 0 ? 0 : gaps / images;
  }

  /**
   * The answers whose probability is within a range.
   *
   * @param low the range's lower bound, included
   * @param high the range's upper bound, excluded unless it is 1
   * @param count how many answers
   * @param confidence their mean probability; 0 where there are none
   * @param accuracy the share of right ones; 0 where there are none
   */
  public record Bin(double low, double high, int count, double confidence, double accuracy) {}
}
