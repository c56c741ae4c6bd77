package io.github.emnist.train.config;

import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.config.EarlyStopping.Monitor;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The learning rate over a run, as a function of the run's progress or its epochs. Progress is a
 * share, so that a run with a time limit completes its schedule too. Immutable; the state of one
 * run is in its {@link Tracker}. Numbers outside the stated ranges cause an {@link
 * IllegalArgumentException}.
 */
public sealed interface LearningRateSchedule {
  /** {@return a new tracker for a run} */
  Tracker tracker();

  /** {@return the figure of the epochs that the rate depends on, if any} */
  default Optional<Monitor> watched() {
    return Optional.empty();
  }

  /**
   * Computes the learning rate of one run. Its state depends only on the schedule and the epochs so
   * far. Not thread-safe.
   */
  interface Tracker {
    /**
     * {@return the learning rate of one step, 0 or more}
     *
     * @param progress the share of the run that is done, clamped to [0, 1]
     * @param epoch the step's epoch, 0-based
     */
    double rate(double progress, int epoch);

    /**
     * Adds a finished epoch.
     *
     * @param epoch its figures, validation included
     */
    default void epochEnded(EpochRecord epoch) {}
  }

  /**
   * {@return a constant rate}
   *
   * @param rate positive
   */
  static LearningRateSchedule constant(double rate) {
    return new ConstantRate(rate);
  }

  /**
   * {@return a warm-up, then half a cosine wave to 0}
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run with a rising rate, in [0, 1)
   */
  static LearningRateSchedule warmupCosine(double peak, double warmup) {
    return new WarmupCosine(peak, warmup);
  }

  /**
   * {@return a rate that falls by a factor at regular intervals}
   *
   * @param rate the initial rate, positive
   * @param factor multiplies the rate, in (0, 1)
   * @param every epochs between two falls, at least 1
   */
  static LearningRateSchedule stepDecay(double rate, double factor, int every) {
    return new StepDecay(rate, factor, every);
  }

  /**
   * {@return a rate that falls by a factor after given epochs}
   *
   * @param rate the initial rate, positive
   * @param factor multiplies the rate, in (0, 1)
   * @param epochs the 1-based epochs after which the rate falls, at least one, in rising order
   */
  static LearningRateSchedule stepDecay(double rate, double factor, List<Integer> epochs) {
    return new MultiStepDecay(rate, factor, epochs);
  }

  /**
   * {@return an exponential fall or rise}
   *
   * @param first the rate at the beginning, positive
   * @param last the rate at the end, positive
   */
  static LearningRateSchedule exponential(double first, double last) {
    return new ExponentialRate(first, last);
  }

  /**
   * {@return one cycle with fastai's defaults: a rise from a 25th of the peak in the first quarter
   * of the run, then a fall to a 100,000th}
   *
   * @param peak the highest rate, positive
   */
  static LearningRateSchedule oneCycle(double peak) {
    return new OneCycle(peak, 0.25, 25, 1e5);
  }

  /**
   * {@return a warm-up, a constant peak, then a linear fall to 0}
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run with a rising rate, in [0, 1)
   * @param decay the share of the run with a falling rate, in (0, 1]; at most 1 with the warm-up
   */
  static LearningRateSchedule trapezoid(double peak, double warmup, double decay) {
    return new Trapezoid(peak, warmup, decay);
  }

  /**
   * {@return a warm-up, then a linear fall to 0}
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run with a rising rate, in [0, 1)
   */
  static LearningRateSchedule warmupLinear(double peak, double warmup) {
    return new Trapezoid(peak, warmup, 1 - warmup);
  }

  /**
   * {@return a rate that falls to a tenth when the validation loss has not improved by more than
   * 0.0001 for 3 epochs}
   *
   * @param rate the initial rate, positive
   */
  static ReduceOnPlateau reduceOnPlateau(double rate) {
    return new ReduceOnPlateau(rate, Monitor.VALIDATION_LOSS, 0.1, 3, 1e-4, 0, 0);
  }

  /**
   * {@return this schedule after a linear warm-up from 0}
   *
   * @param share the share of the run with a rising rate, in [0, 1); this schedule has the rest
   */
  default LearningRateSchedule withWarmup(double share) {
    return new Warmup(share, this);
  }

  /**
   * A constant learning rate.
   *
   * @param rate positive
   */
  public record ConstantRate(double rate) implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is not positive and finite. */
    public ConstantRate {
      Checks.positive("rate", rate);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> rate;
    }
  }

  /**
   * A learning rate that falls by a factor at regular intervals.
   *
   * @param rate the initial rate, positive
   * @param factor multiplies the rate, in (0, 1)
   * @param every epochs between two falls, at least 1
   */
  public record StepDecay(double rate, double factor, int every) implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public StepDecay {
      Checks.positive("rate", rate);
      Checks.inOpen("factor", factor, 0, 1);
      Checks.atLeast("every", every, 1);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> rate * Math.pow(factor, epoch / every);
    }
  }

  /**
   * A learning rate that falls by a factor after given epochs.
   *
   * @param rate the initial rate, positive
   * @param factor multiplies the rate, in (0, 1)
   * @param epochs the 1-based epochs after which the rate falls, at least one, in rising order
   */
  public record MultiStepDecay(double rate, double factor, List<Integer> epochs)
      implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public MultiStepDecay {
      Checks.positive("rate", rate);
      Checks.inOpen("factor", factor, 0, 1);
      epochs = List.copyOf(epochs);
      Checks.atLeast("the number of epochs after which the rate falls", epochs.size(), 1);
      int before = 0;
      for (int epoch : epochs) {
        if (epoch <= before) {
          throw Messages.illegal(
              "the epochs after which the rate falls %s must rise from 1", epochs);
        }
        before = epoch;
      }
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) ->
          rate * Math.pow(factor, epochs.stream().filter(end -> end <= epoch).count());
    }
  }

  /**
   * A learning rate that falls or rises exponentially.
   *
   * @param first the rate at the beginning, positive
   * @param last the rate at the end, positive
   */
  public record ExponentialRate(double first, double last) implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is not positive and finite. */
    public ExponentialRate {
      Checks.positive("first", first);
      Checks.positive("last", last);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> first * Math.pow(last / first, clamped(progress));
    }
  }

  /**
   * A linear rise from 0 to the peak, then half a cosine wave down to 0 (Loshchilov and Hutter,
   * "SGDR", 2017, without restarts).
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run with a rising rate, in [0, 1)
   */
  public record WarmupCosine(double peak, double warmup) implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public WarmupCosine {
      Checks.positive("peak", peak);
      Checks.inHalfOpen("warmup", warmup, 0, 1);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> {
        double at = clamped(progress);
        return at < warmup ? peak * at / warmup : cosine(peak, 0, (at - warmup) / (1 - warmup));
      };
    }
  }

  /**
   * One rise and one longer fall, both half a cosine wave as in fastai and PyTorch (Smith and
   * Topin, "Super-Convergence", 2018, arXiv:1708.07120, with straight lines). The optimizer's
   * momentum is constant.
   *
   * @param peak the highest rate, positive
   * @param rise the share of the run with a rising rate, in [0, 1)
   * @param divisor the first rate is {@code peak / divisor}; at least 1
   * @param finalDivisor the last rate is {@code peak / finalDivisor}; at least 1
   */
  public record OneCycle(double peak, double rise, double divisor, double finalDivisor)
      implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public OneCycle {
      Checks.positive("peak", peak);
      Checks.inHalfOpen("rise", rise, 0, 1);
      Checks.inHalfOpen("divisor", divisor, 1, Double.POSITIVE_INFINITY);
      Checks.inHalfOpen("finalDivisor", finalDivisor, 1, Double.POSITIVE_INFINITY);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> {
        double at = clamped(progress);
        return at < rise
            ? cosine(peak / divisor, peak, at / rise)
            : cosine(peak, peak / finalDivisor, (at - rise) / (1 - rise));
      };
    }
  }

  /**
   * A linear rise from 0 to the peak, the constant peak, then a linear fall to 0 ("warm-up, stable,
   * decay" in Hu et al., "MiniCPM", 2024, arXiv:2404.06395).
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run with a rising rate, in [0, 1)
   * @param decay the share of the run with a falling rate, in (0, 1]; at most 1 with the warm-up
   */
  public record Trapezoid(double peak, double warmup, double decay)
      implements LearningRateSchedule {
    /** Allows for rounding in sums of decimal shares, such as 0.9 + 0.1. */
    private static final double ROUNDING = 1e-12;

    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public Trapezoid {
      Checks.positive("peak", peak);
      Checks.inHalfOpen("warmup", warmup, 0, 1);
      Checks.positive("decay", decay);
      if (warmup + decay > 1 + ROUNDING) {
        throw Messages.illegal("warmup (%s) + decay (%s) must be at most 1", warmup, decay);
      }
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> {
        double at = clamped(progress);
        return at < warmup ? peak * at / warmup : peak * Math.min(1, (1 - at) / decay);
      };
    }
  }

  /**
   * A linear rise from 0 to the first rate of another schedule, which then has the rest of the run.
   * Epochs count from the beginning of the run.
   *
   * @param share the share of the run with a rising rate, in [0, 1)
   * @param then the schedule that follows
   */
  public record Warmup(double share, LearningRateSchedule then) implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if the share is outside its range. */
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
          double clamped = clamped(progress);
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
    public Optional<Monitor> watched() {
      return then.watched();
    }
  }

  /**
   * A learning rate that falls by a factor when the epochs no longer improve, as {@code
   * ReduceLROnPlateau} of Keras and PyTorch; where the two differ by an epoch, the patience is
   * Keras' and the cooldown PyTorch's.
   *
   * @param rate the initial rate, positive
   * @param monitor the figure that must improve
   * @param factor multiplies the rate, in (0, 1)
   * @param patience epochs without an improvement before a fall, at least 1
   * @param minChange the change that an improvement must exceed, 0 or more
   * @param cooldown epochs after a fall that the patience does not count, 0 or more
   * @param minRate the lowest rate, in [0, rate]
   */
  public record ReduceOnPlateau(
      double rate,
      Monitor monitor,
      double factor,
      int patience,
      double minChange,
      int cooldown,
      double minRate)
      implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public ReduceOnPlateau {
      Objects.requireNonNull(monitor, "monitor");
      Checks.positive("rate", rate);
      Checks.inOpen("factor", factor, 0, 1);
      Checks.atLeast("patience", patience, 1);
      Checks.notNegative("minChange", minChange);
      Checks.atLeast("cooldown", cooldown, 0);
      Checks.in("minRate", minRate, 0, rate);
    }

    /**
     * {@return a copy with another factor}
     *
     * @param factor multiplies the rate, in (0, 1)
     */
    public ReduceOnPlateau factor(double factor) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return a copy with another patience}
     *
     * @param patience epochs without an improvement before a fall, at least 1
     */
    public ReduceOnPlateau patience(int patience) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return a copy with another threshold}
     *
     * @param minChange the change that an improvement must exceed, 0 or more
     */
    public ReduceOnPlateau minChange(double minChange) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return a copy with another cooldown}
     *
     * @param cooldown epochs after a fall that the patience does not count, 0 or more
     */
    public ReduceOnPlateau cooldown(int cooldown) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return a copy with another lowest rate}
     *
     * @param minRate the lowest rate, in [0, rate]
     */
    public ReduceOnPlateau minRate(double minRate) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return a copy with another figure}
     *
     * @param monitor the figure that must improve
     */
    public ReduceOnPlateau monitor(Monitor monitor) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    @Override
    public Tracker tracker() {
      return new Plateau();
    }

    @Override
    public Optional<Monitor> watched() {
      return Optional.of(monitor);
    }

    private final class Plateau implements Tracker {
      private double current = rate;
      private double best = Double.NaN;
      private int sinceBest;
      private int cooling;

      @Override
      public double rate(double progress, int epoch) {
        return current;
      }

      @Override
      public void epochEnded(EpochRecord epoch) {
        double value = monitor.of(epoch);
        boolean improved = monitor.improves(value, best, minChange);
        if (improved) {
          best = value;
        }
        boolean counts = !improved && cooling == 0;
        cooling = Math.max(0, cooling - 1);
        sinceBest = counts ? sinceBest + 1 : 0;
        if (sinceBest >= patience) {
          current = Math.max(minRate, current * factor);
          sinceBest = 0;
          cooling = cooldown;
        }
      }
    }
  }

  private static double clamped(double progress) {
    return Math.min(1, Math.max(0, progress));
  }

  /** Returns a value of half a cosine wave, which is flat at both ends. */
  private static double cosine(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  }
}
