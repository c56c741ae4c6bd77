package io.github.emnist.train.config;

/**
 * The learning rate over a run. Progress, not the step number, is what it follows, so that a run
 * that is bounded by time ends its schedule too.
 */
public sealed interface LearningRateSchedule {
  /**
   * The rate of one step.
   *
   * @param progress the share of the run that lies behind, in [0, 1]
   * @return the learning rate, 0 or more
   */
  double at(double progress);

  /**
   * Whether the rate falls to (nearly) nothing, so that the last epochs are the best.
   *
   * @return true for {@link WarmupCosine}
   */
  boolean ends();

  /**
   * The same rate throughout.
   *
   * @param rate positive
   */
  record Constant(double rate) implements LearningRateSchedule {
    /**
     * Checks the rate.
     *
     * @param rate positive
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Constant {
      Checks.positive("rate", rate);
    }

    @Override
    public double at(double progress) {
      return rate;
    }

    @Override
    public boolean ends() {
      return false;
    }
  }

  /**
   * A straight rise from 0 to the peak, then half a cosine wave down to 0 (Loshchilov and Hutter,
   * "SGDR", 2017, without restarts).
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   */
  record WarmupCosine(double peak, double warmup) implements LearningRateSchedule {
    /**
     * Checks the numbers.
     *
     * @param peak the highest rate, positive
     * @param warmup the share of the run that the rise takes, in [0, 1)
     * @throws IllegalArgumentException if one is outside its range
     */
    public WarmupCosine {
      Checks.positive("peak", peak);
      Checks.inHalfOpen("warmup", warmup, 0, 1);
    }

    @Override
    public double at(double progress) {
      double p = Math.min(1, Math.max(0, progress));
      if (p < warmup) {
        return peak * p / warmup;
      }
      return peak / 2 * (1 + Math.cos(Math.PI * (p - warmup) / (1 - warmup)));
    }

    @Override
    public boolean ends() {
      return true;
    }
  }

  /**
   * The same rate throughout.
   *
   * @param rate positive
   * @return the schedule
   */
  static LearningRateSchedule constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Warm-up, then half a cosine wave to 0.
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   * @return the schedule
   */
  static LearningRateSchedule warmupCosine(double peak, double warmup) {
    return new WarmupCosine(peak, warmup);
  }
}
