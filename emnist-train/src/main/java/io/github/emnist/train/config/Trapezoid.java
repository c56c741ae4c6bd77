package io.github.emnist.train.config;

import java.util.Locale;

/**
 * A straight rise from 0 to the peak, the peak for a while, then straight down to 0 (as "warm-up,
 * stable, decay" in Hu et al., "MiniCPM", 2024, arXiv:2404.06395). Where warm-up and decay fill the
 * run, the linear decay with warm-up.
 *
 * @param peak the highest rate, positive
 * @param warmup the share of the run that the rise takes, in [0, 1)
 * @param decay the share of the run that the fall takes, in (0, 1]; with the warm-up at most 1
 */
public record Trapezoid(double peak, double warmup, double decay) implements LearningRateSchedule {
  /** What sums of decimal shares, such as 0.9 + 0.1, may be above 1. */
  private static final double ROUNDING = 1e-12;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is outside its range
   */
  public Trapezoid {
    Checks.positive("peak", peak);
    Checks.inHalfOpen("warmup", warmup, 0, 1);
    Checks.positive("decay", decay);
    if (warmup + decay > 1 + ROUNDING) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "warmup (%s) and decay (%s) must be at most 1 in sum", warmup, decay));
    }
  }

  @Override
  public Tracker tracker() {
    return (progress, epoch) -> at(Progress.clamped(progress));
  }

  private double at(double progress) {
    if (progress < warmup) {
      return peak * progress / warmup;
    }
    return peak * Math.min(1, (1 - progress) / decay);
  }

  @Override
  public boolean ends() {
    return true;
  }
}
