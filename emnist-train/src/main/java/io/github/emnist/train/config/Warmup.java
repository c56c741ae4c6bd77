package io.github.emnist.train.config;

import io.github.emnist.train.history.EpochRecord;
import java.util.Objects;
import java.util.Optional;

/**
 * A straight rise from 0 in front of another schedule, which has the rest of the run for its own.
 * Epochs count from the run's beginning.
 *
 * @param share of the run that the rise takes, in [0, 1)
 * @param then the schedule that follows, at whose first rate the rise ends
 */
public record Warmup(double share, LearningRateSchedule then) implements LearningRateSchedule {
  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if the share is outside its range
   */
  public Warmup {
    Checks.inHalfOpen("warmup", share, 0, 1);
    Objects.requireNonNull(then, "then");
  }

  @Override
  public Tracker tracker() {
    Tracker following = then.tracker();
    return new Tracker() {
      @Override
      public double rate(double progress, int epoch) {
        double clamped = Progress.clamped(progress);
        return clamped < share
            ? following.rate(0, epoch) * clamped / share
            : following.rate((clamped - share) / (1 - share), epoch);
      }

      @Override
      public void epochEnded(EpochRecord epoch) {
        following.epochEnded(epoch);
      }
    };
  }

  @Override
  public boolean ends() {
    return then.ends();
  }

  @Override
  public Optional<Monitor> watched() {
    return then.watched();
  }
}
