package io.github.emnist.train.config;

/**
 * An exponential moving average of the weights, which is what validates and what the model keeps
 * (Polyak and Juditsky, 1992; as TensorFlow's {@code ExponentialMovingAverage}). After step
 * <i>t</i>, 0-based, it has moved {@code 1 - min(decay, (1 + t) / (10 + t))} of the way to the
 * weights, so that a short run's average forgets where it began. Immutable.
 *
 * @param decay the share of the old average that a late step keeps, in [0, 1)
 */
public record WeightAveraging(double decay) {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is outside its range
   */
  public WeightAveraging {
    Checks.inHalfOpen("decay", decay, 0, 1);
  }
}
