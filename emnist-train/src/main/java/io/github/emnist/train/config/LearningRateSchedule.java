package io.github.emnist.train.config;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.config.EarlyStopping.Monitor;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The learning rate over a run. Progress, not the step number, is what it follows, so that a run
 * that is bounded by time ends its schedule too; a schedule that falls at epochs follows these.
 * Immutable: what one run's epochs did to the rate is in its {@link Tracker}. Numbers outside the
 * ranges that are stated are an {@link IllegalArgumentException}.
 */
public sealed interface LearningRateSchedule {
  /**
   * Starts a run.
   *
   * @return a tracker that has seen no epoch
   */
  Tracker tracker();

  /**
   * {@return whether the rate falls to (nearly) nothing as the run ends, so that the last epochs
   * are the best; false where it stays or follows the epochs}
   */
  default boolean ends() {
    return false;
  }

  /** {@return the figure of the epochs that the rate follows; empty where it follows none} */
  default Optional<Monitor> watched() {
    return Optional.empty();
  }

  /**
   * One run's learning rate. Depends on the schedule and on the epochs that it was told of alone: a
   * new tracker that is told the same epochs goes on as the old one would. Not thread-safe.
   */
  interface Tracker {
    /**
     * {@return the learning rate of one step, 0 or more}
     *
     * @param progress the share of the run that lies behind, in [0, 1]; beyond is taken as the end
     * @param epoch the step's, 0-based
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
   * {@return the same rate throughout}
   *
   * @param rate positive
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
   */
  static LearningRateSchedule warmupCosine(double peak, double warmup) {
    return new WarmupCosine(peak, warmup);
  }

  /**
   * {@return a fall by a factor again and again}
   *
   * @param rate of the first epochs, positive
   * @param factor by which it is multiplied each time, in (0, 1)
   * @param every how many epochs lie between two falls, at least 1
   */
  static LearningRateSchedule stepDecay(double rate, double factor, int every) {
    return new StepDecay(rate, factor, every);
  }

  /**
   * {@return a fall by a factor after given epochs}
   *
   * @param rate of the first epochs, positive
   * @param factor by which it is multiplied each time, in (0, 1)
   * @param epochs after how many epochs of the run it falls, at least one number, rising from 1
   */
  static LearningRateSchedule stepDecay(double rate, double factor, List<Integer> epochs) {
    return new MultiStepDecay(rate, factor, epochs);
  }

  /**
   * {@return a fall, or a rise, by the same factor in each equal share of the run}
   *
   * @param first the rate at the beginning, positive
   * @param last the rate at the end, positive
   */
  static LearningRateSchedule exponential(double first, double last) {
    return new ExponentialRate(first, last);
  }

  /**
   * {@return one rise and one fall, with fastai's shares: up from a 25th of the peak in the first
   * quarter of the run, then down to a 100,000th of it}
   *
   * @param peak the highest rate, positive
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
   */
  static LearningRateSchedule warmupLinear(double peak, double warmup) {
    return new Trapezoid(peak, warmup, 1 - warmup);
  }

  /**
   * {@return a fall to a tenth when the validation loss has not improved, by more than 0.0001, for
   * 3 epochs; each part can be changed}
   *
   * @param rate of the first epochs, positive
   */
  static ReduceOnPlateau reduceOnPlateau(double rate) {
    return new ReduceOnPlateau(rate, Monitor.VALIDATION_LOSS, 0.1, 3, 1e-4, 0, 0);
  }

  /**
   * {@return this schedule after a straight rise from 0}
   *
   * @param share of the run that the rise takes, in [0, 1); this schedule has the rest
   */
  default LearningRateSchedule withWarmup(double share) {
    return new Warmup(share, this);
  }

  /**
   * The same learning rate throughout.
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
   * A learning rate that falls by a factor again and again, after so many epochs each time.
   *
   * @param rate of the first epochs, positive
   * @param factor by which it is multiplied each time, in (0, 1)
   * @param every how many epochs lie between two falls, at least 1
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
   * @param rate of the first epochs, positive
   * @param factor by which it is multiplied each time, in (0, 1)
   * @param epochs after how many epochs of the run it falls, at least one number, rising from 1
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
          throw new IllegalArgumentException(
              Messages.format("the epochs after which the rate falls %s must rise from 1", epochs));
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
   * A learning rate that falls, or rises, by the same factor in each equal share of the run:
   * exponential decay, or a learning rate range test.
   *
   * @param first the rate at the beginning, positive
   * @param last the rate at the end, positive
   */
  public record ExponentialRate(double first, double last) implements LearningRateSchedule {
    /** A fall by so much leaves nearly nothing. */
    private static final double ENDING = 100;

    /** Throws {@link IllegalArgumentException} if a number is not positive and finite. */
    public ExponentialRate {
      Checks.positive("first", first);
      Checks.positive("last", last);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> first * Math.pow(last / first, clamped(progress));
    }

    /** True where it falls to a hundredth or less. */
    @Override
    public boolean ends() {
      return last <= first / ENDING;
    }
  }

  /**
   * A straight rise from 0 to the peak, then half a cosine wave down to 0 (Loshchilov and Hutter,
   * "SGDR", 2017, without restarts).
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   */
  public record WarmupCosine(double peak, double warmup) implements LearningRateSchedule {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public WarmupCosine {
      Checks.positive("peak", peak);
      Checks.inHalfOpen("warmup", warmup, 0, 1);
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> at(clamped(progress));
    }

    private double at(double progress) {
      return progress < warmup
          ? peak * progress / warmup
          : cosine(peak, 0, (progress - warmup) / (1 - warmup));
    }

    @Override
    public boolean ends() {
      return true;
    }
  }

  /**
   * One rise and one longer fall, both half a cosine wave (Smith and Topin, "Super-Convergence",
   * 2018, arXiv:1708.07120, with straight lines; the waves as in fastai and PyTorch). The
   * optimizer's momentum stays as it is.
   *
   * @param peak the highest rate, positive
   * @param rise the share of the run that the rise takes, in [0, 1)
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
      return (progress, epoch) -> at(clamped(progress));
    }

    private double at(double progress) {
      return progress < rise
          ? cosine(peak / divisor, peak, progress / rise)
          : cosine(peak, peak / finalDivisor, (progress - rise) / (1 - rise));
    }

    @Override
    public boolean ends() {
      return true;
    }
  }

  /**
   * A straight rise from 0 to the peak, the peak for a while, then straight down to 0 (as "warm-up,
   * stable, decay" in Hu et al., "MiniCPM", 2024, arXiv:2404.06395). Where warm-up and decay fill
   * the run, the linear decay with warm-up.
   *
   * @param peak the highest rate, positive
   * @param warmup the share of the run that the rise takes, in [0, 1)
   * @param decay the share of the run that the fall takes, in (0, 1]; with the warm-up at most 1
   */
  public record Trapezoid(double peak, double warmup, double decay)
      implements LearningRateSchedule {
    /** What sums of decimal shares, such as 0.9 + 0.1, may be above 1. */
    private static final double ROUNDING = 1e-12;

    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public Trapezoid {
      Checks.positive("peak", peak);
      Checks.inHalfOpen("warmup", warmup, 0, 1);
      Checks.positive("decay", decay);
      if (warmup + decay > 1 + ROUNDING) {
        throw new IllegalArgumentException(
            Messages.format("warmup (%s) and decay (%s) must be at most 1 in sum", warmup, decay));
      }
    }

    @Override
    public Tracker tracker() {
      return (progress, epoch) -> at(clamped(progress));
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

  /**
   * A straight rise from 0 in front of another schedule, which has the rest of the run for its own.
   * Epochs count from the run's beginning.
   *
   * @param share of the run that the rise takes, in [0, 1)
   * @param then the schedule that follows, at whose first rate the rise ends
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
    public boolean ends() {
      return then.ends();
    }

    @Override
    public Optional<Monitor> watched() {
      return then.watched();
    }
  }

  /**
   * A learning rate that falls by a factor when the epochs no longer get better, as {@code
   * ReduceLROnPlateau} of Keras and PyTorch; where the two differ by an epoch, the patience is
   * Keras' and the cooldown PyTorch's. Immutable.
   *
   * @param rate of the first epochs, positive
   * @param monitor what is watched
   * @param factor by which it is multiplied, in (0, 1)
   * @param patience how many epochs without an improvement make it fall, at least 1
   * @param minChange an improvement must be larger than this, 0 or more
   * @param cooldown how many epochs after a fall do not count as without an improvement, 0 or more
   * @param minRate it falls no lower, 0 or more
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
     * {@return the same schedule with another factor}
     *
     * @param factor by which the rate is multiplied, in (0, 1)
     */
    public ReduceOnPlateau factor(double factor) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return the same schedule with another patience}
     *
     * @param patience how many epochs without an improvement make the rate fall, at least 1
     */
    public ReduceOnPlateau patience(int patience) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return the same schedule with another threshold}
     *
     * @param minChange an improvement must be larger than this, 0 or more
     */
    public ReduceOnPlateau minChange(double minChange) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return the same schedule with another cooldown}
     *
     * @param cooldown how many epochs after a fall do not count as without an improvement, 0 or
     *     more
     */
    public ReduceOnPlateau cooldown(int cooldown) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return the same schedule with another lowest rate}
     *
     * @param minRate the rate falls no lower, from 0 up to the first rate
     */
    public ReduceOnPlateau minRate(double minRate) {
      return new ReduceOnPlateau(rate, monitor, factor, patience, minChange, cooldown, minRate);
    }

    /**
     * {@return the same schedule, following another figure}
     *
     * @param monitor what is watched
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

  /** Half a cosine wave: flat at both ends. */
  private static double cosine(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
  }
}
