package io.github.emnist.train;

import io.github.emnist.train.checkpoint.RunPosition;
import io.github.emnist.train.config.TrainingConfig;
import java.time.Duration;
import java.util.function.LongSupplier;

/** How far a run is, by steps or by time, whichever is further. */
final class Pace {
  private static final double NANOS = 1e9;

  private final TrainingConfig config;
  private final int batchSize;
  private final int validationImages;
  private final LongSupplier nanoClock;
  private final long steps;
  private final double secondsBefore;
  private final long begin;

  /** Starts the clock of a run that may have some time and steps behind it. */
  Pace(
      TrainingConfig config,
      int stepsPerEpoch,
      int batchSize,
      int validationImages,
      LongSupplier nanoClock,
      RunPosition from) {
    this.config = config;
    this.batchSize = batchSize;
    this.validationImages = validationImages;
    this.nanoClock = nanoClock;
    long byEpochs = (long) config.epochs() * stepsPerEpoch;
    this.steps = config.maxSteps() == 0 ? byEpochs : Math.min(config.maxSteps(), byEpochs);
    this.secondsBefore = from.seconds();
    this.begin = nanoClock.getAsLong();
  }

  /** Spent on the run so far, before an interruption too. */
  double seconds() {
    return secondsBefore + secondsSince(begin);
  }

  /** The clock's reading, for {@link #secondsSince}. */
  long now() {
    return nanoClock.getAsLong();
  }

  double secondsSince(long earlier) {
    return (nanoClock.getAsLong() - earlier) / NANOS;
  }

  /** The share of the run that lies behind after so many steps, in [0, 1]. */
  double progress(long step) {
    double bySteps = (double) step / steps;
    double byTime = config.timeLimit().map(limit -> progressByTime(limit, step)).orElse(0.0);
    return Math.min(1, Math.max(bySteps, byTime));
  }

  /**
   * Keeps time for the last validation: an image takes about a third of what it takes in a step,
   * and is reckoned as half.
   */
  private double progressByTime(Duration limit, long step) {
    double elapsed = seconds();
    double available = limit.toNanos() / NANOS;
    double perImage = step == 0 ? 0 : elapsed / (step * batchSize);
    double reserve = Math.min(available / 2, perImage / 2 * validationImages);
    return elapsed / (available - reserve);
  }
}
