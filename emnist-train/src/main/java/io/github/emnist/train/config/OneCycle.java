package io.github.emnist.train.config;

/**
 * One rise and one longer fall, both half a cosine wave (Smith and Topin, "Super-Convergence",
 * 2018, arXiv:1708.07120, with straight lines; the waves as in fastai and PyTorch). The optimizer's
 * momentum stays as it is.
 *
 * @param peak the highest rate, positive
 * @param rise the share of the run that the rise takes, in [0, 1)
 * @param divisor the first rate is {@code peak / divisor}; at least 1
 * @param finalDivisor the last rate is {@code peak / finalDivisor}; at least 1
 */
public record OneCycle(double peak, double rise, double divisor, double finalDivisor)
    implements LearningRateSchedule {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public OneCycle {
    Checks.positive("peak", peak);
    Checks.inHalfOpen("rise", rise, 0, 1);
    Checks.inHalfOpen("divisor", divisor, 1, Double.POSITIVE_INFINITY);
    Checks.inHalfOpen("finalDivisor", finalDivisor, 1, Double.POSITIVE_INFINITY);
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) -> at(Progress.clamped(progress));
  }

  private double at(double progress) {
    return progress < rise
        ? Progress.cosine(peak / divisor, peak, progress / rise)
        : Progress.cosine(peak, peak / finalDivisor, (progress - rise) / (1 - rise));
  }

  @Override
  public boolean ends() {
    return true;
  }
}
