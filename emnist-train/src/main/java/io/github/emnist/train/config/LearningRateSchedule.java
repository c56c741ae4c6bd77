package io.github.emnist.train.config;

import io.github.emnist.train.history.EpochRecord;
import java.util.Optional;

/**
 * The learning rate over a run. Progress, not the step number, is what it follows, so that a run
 * that is bounded by time ends its schedule too; a schedule that falls at epochs follows these.
 * Immutable: what one run's epochs did to the rate is in its {@link Tracker}.
 */
public sealed interface LearningRateSchedule permits ConstantRate, WarmupCosine {
  /**
   * Starts a run.
   *
   * @return a tracker that has seen no epoch
   */
  Tracker tracker();

  /**
   * Whether the rate falls to (nearly) nothing as the run ends, so that the last epochs are the
   * best.
   *
   * @return false where it stays or follows the epochs
   */
  boolean ends();

  /**
   * What the rate depends on besides how far the run is.
   *
   * @return empty where it depends on nothing else
   */
  default Optional<Monitor> monitor() {
    return Optional.empty();
  }

  /**
   * One run's learning rate. Depends on the schedule and on the epochs that it was told of alone: a
   * new tracker that is told the same epochs goes on as the old one would. Not thread-safe.
   */
  interface Tracker {
    /**
     * The rate of one step.
     *
     * @param progress the share of the run that lies behind, in [0, 1]; beyond is taken as the end
     * @param epoch the step's, 0-based
     * @return the learning rate, 0 or more
     */
    double rate(double progress, int epoch);

    /**
     * An epoch ended, validation included.
     *
     * @param epoch its figures
     */
    default void epochEnded(EpochRecord epoch) {}
  }

  /**
   * The same rate throughout.
   *
   * @param rate positive
   * @return the schedule
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static LearningRateSchedule constant(double rate) {
    return new ConstantRate(rate);
  }

  /**
   * Warm-up, then half a cosine wave to 0.
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   * @return the schedule
   * @throws IllegalArgumentException if one is outside its range
   */
  static LearningRateSchedule warmupCosine(double peak, double warmup) {
    return new WarmupCosine(peak, warmup);
  }
}
