package io.github.emnist.train.config;

/**
 * A learning rate that falls, or rises, by the same factor in each equal share of the run:
 * exponential decay, or a learning rate range test.
 *
 * @param first the rate at the beginning, positive
 * @param last the rate at the end, positive
 */
public record ExponentialRate(double first, double last) implements LearningRateSchedule {
  /** A fall by so much leaves nearly nothing. */
  private static final double ENDING = 100;

  /**
   * Checks the rates.
   *
   * @throws IllegalArgumentException if one is not positive and finite
   */
  public ExponentialRate {
    Checks.positive("first", first);
    Checks.positive("last", last);
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) -> first * Math.pow(last / first, Progress.clamped(progress));
  }

  /** True where it falls to a hundredth or less. */
  @Override
  public boolean ends() {
    return last <= first / ENDING;
  }
}
