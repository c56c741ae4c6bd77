package io.github.emnist.train.config;

/**
 * A learning rate that falls by a factor again and again, after so many epochs each time.
 *
 * @param rate of the first epochs, positive
 * @param factor by which it is multiplied each time, in (0, 1)
 * @param every how many epochs lie between two falls, at least 1
 */
public record StepDecay(double rate, double factor, int every) implements LearningRateSchedule {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public StepDecay {
    Checks.positive("rate", rate);
    Checks.inOpen("factor", factor, 0, 1);
    Checks.atLeast("every", every, 1);
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) -> rate * Math.pow(factor, epoch / every);
  }

  @Override
  public boolean ends() {
    return false;
  }
}
