package io.github.emnist.train.config;

/**
 * A straight rise from 0 to the peak, then half a cosine wave down to 0 (Loshchilov and Hutter,
 * "SGDR", 2017, without restarts).
 *
 * @param peak the highest rate, positive
 * @param warmup the share of the run that the rise takes, in [0, 1)
 */
public record WarmupCosine(double peak, double warmup) implements LearningRateSchedule {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public WarmupCosine {
    Checks.positive("peak", peak);
    Checks.inHalfOpen("warmup", warmup, 0, 1);
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) -> at(Progress.clamped(progress));
  }

  private double at(double progress) {
    return progress < warmup
        ? peak * progress / warmup
        : Progress.cosine(peak, 0, (progress - warmup) / (1 - warmup));
  }

  @Override
  public boolean ends() {
    return true;
  }
}
