package io.github.emnist.train.config;

import io.github.emnist.train.history.EpochRecord;
import java.util.List;
import java.util.Optional;

/**
 * The learning rate over a run. Progress, not the step number, is what it follows, so that a run
 * that is bounded by time ends its schedule too; a schedule that falls at epochs follows these.
 * Immutable: what one run's epochs did to the rate is in its {@link Tracker}.
 */
public sealed interface LearningRateSchedule
    permits ConstantRate,
        StepDecay,
        MultiStepDecay,
        ExponentialRate,
        WarmupCosine,
        OneCycle,
        Trapezoid,
        Warmup,
        ReduceOnPlateau {
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
   * The figure of the epochs that the rate follows.
   *
   * @return empty where it follows none
   */
  default Optional<Monitor> watched() {
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

  /**
   * A fall by a factor again and again.
   *
   * @param rate of the first epochs, positive
   * @param factor by which it is multiplied each time, in (0, 1)
   * @param every how many epochs lie between two falls, at least 1
   * @return the schedule
   * @throws IllegalArgumentException if one is outside its range
   */
  static LearningRateSchedule stepDecay(double rate, double factor, int every) {
    return new StepDecay(rate, factor, every);
  }

  /**
   * A fall by a factor after given epochs.
   *
   * @param rate of the first epochs, positive
   * @param factor by which it is multiplied each time, in (0, 1)
   * @param epochs after how many epochs of the run it falls, at least one number, rising from 1
   * @return the schedule
   * @throws IllegalArgumentException if one is outside its range
   */
  static LearningRateSchedule stepDecay(double rate, double factor, List<Integer> epochs) {
    return new MultiStepDecay(rate, factor, epochs);
  }

  /**
   * A fall, or a rise, by the same factor in each equal share of the run.
   *
   * @param first the rate at the beginning, positive
   * @param last the rate at the end, positive
   * @return the schedule
   * @throws IllegalArgumentException if one is not positive and finite
   */
  static LearningRateSchedule exponential(double first, double last) {
    return new ExponentialRate(first, last);
  }

  /**
   * One rise and one fall, with fastai's shares: up from a 25th of the peak in the first quarter of
   * the run, then down to a 100,000th of it.
   *
   * @param peak the highest rate, positive
   * @return the schedule
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static LearningRateSchedule oneCycle(double peak) {
    return new OneCycle(peak, 0.25, 25, 1e5);
  }

  /**
   * Warm-up, the peak for a while, then straight down to 0.
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   * @param decay the share of the run that the fall takes, in (0, 1]; with the warm-up at most 1
   * @return the schedule
   * @throws IllegalArgumentException if one is outside its range
   */
  static LearningRateSchedule trapezoid(double peak, double warmup, double decay) {
    return new Trapezoid(peak, warmup, decay);
  }

  /**
   * Warm-up, then straight down to 0 until the end.
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   * @return the schedule
   * @throws IllegalArgumentException if one is outside its range
   */
  static LearningRateSchedule warmupLinear(double peak, double warmup) {
    return new Trapezoid(peak, warmup, 1 - warmup);
  }

  /**
   * A fall to a tenth when the validation loss has not improved, by more than 0.0001, for 3 epochs.
   *
   * @param rate of the first epochs, positive
   * @return the schedule, which can be changed part by part
   * @throws IllegalArgumentException if it is not positive and finite
   */
  static ReduceOnPlateau reduceOnPlateau(double rate) {
    return new ReduceOnPlateau(rate, Monitor.VALIDATION_LOSS, 0.1, 3, 1e-4, 0, 0);
  }

  /**
   * This schedule after a straight rise from 0.
   *
   * @param share of the run that the rise takes, in [0, 1); this schedule has the rest
   * @return the schedule
   * @throws IllegalArgumentException if it is outside its range
   */
  default LearningRateSchedule withWarmup(double share) {
    return new Warmup(share, this);
  }
}
