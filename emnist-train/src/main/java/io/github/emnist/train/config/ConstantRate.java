package io.github.emnist.train.config;

/**
 * The same learning rate throughout.
 *
 * @param rate positive
 */
public record ConstantRate(double rate) implements LearningRateSchedule {
  /**
   * Checks the rate.
   *
   * @throws IllegalArgumentException if it is not positive and finite
   */
  public ConstantRate {
    Checks.positive("rate", rate);
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) -> rate;
  }

  @Override
  public boolean ends() {
    return false;
  }
}
