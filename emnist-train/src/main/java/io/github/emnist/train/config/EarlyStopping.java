package io.github.emnist.train.config;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * When a run ends before its last epoch because its epochs no longer get better. Immutable.
 *
 * <pre>{@code
 * EarlyStopping.onValidationLoss().patience(5).minChange(1e-3)
 * }</pre>
 *
 * @param monitor what is watched; it also says which way is better
 * @param patience how many epochs without an improvement end the run, at least 1
 * @param minChange an improvement that the patience counts must be larger than this, 0 or more; the
 *     best epoch is the best by however little
 * @param baseline what an epoch must be better than, by more than {@code minChange}, to count as an
 *     improvement
 * @param startEpoch the first epoch that is watched, at least 1; what comes before can neither end
 *     the run nor be the best
 * @param restoreBest whether the run ends with the weights of the best epoch, else with the last
 */
public record EarlyStopping(
    Monitor monitor,
    int patience,
    double minChange,
    OptionalDouble baseline,
    int startEpoch,
    boolean restoreBest) {
  /** Throws {@link IllegalArgumentException} if a number is outside its range. */
  public EarlyStopping {
    Objects.requireNonNull(monitor, "monitor");
    Checks.atLeast("patience", patience, 1);
    Checks.notNegative("minChange", minChange);
    baseline.ifPresent(value -> Checks.finite("baseline", value));
    Checks.atLeast("startEpoch", startEpoch, 1);
  }

  /**
   * Watches a figure: patience 3, any improvement counts, from the first epoch; the best epoch's
   * weights are restored.
   *
   * @param monitor what is watched
   * @return the rule
   */
  public static EarlyStopping on(Monitor monitor) {
    return new EarlyStopping(monitor, 3, 0, OptionalDouble.empty(), 1, true);
  }

  /**
   * Watches the validation loss: patience 3, any improvement counts.
   *
   * @return the rule
   */
  public static EarlyStopping onValidationLoss() {
    return on(Monitor.VALIDATION_LOSS);
  }

  /**
   * Watches the validation accuracy: patience 3, any improvement counts.
   *
   * @return the rule
   */
  public static EarlyStopping onValidationAccuracy() {
    return on(Monitor.VALIDATION_ACCURACY);
  }

  /**
   * Watches the training loss, which needs no validation part: patience 3, any improvement counts.
   *
   * @return the rule
   */
  public static EarlyStopping onTrainLoss() {
    return on(Monitor.TRAIN_LOSS);
  }

  /**
   * {@return the same rule with another patience}
   *
   * @param patience epochs without an improvement that end the run, at least 1
   */
  public EarlyStopping patience(int patience) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * {@return the same rule with another threshold}
   *
   * @param minChange an improvement must be larger than this, 0 or more
   */
  public EarlyStopping minChange(double minChange) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * {@return the same rule with a figure that must be beaten: an epoch that is not better than it
   * counts as no improvement, though it may be the best so far}
   *
   * @param baseline a loss in nats, or an accuracy in [0, 1]
   */
  public EarlyStopping baseline(double baseline) {
    return new EarlyStopping(
        monitor, patience, minChange, OptionalDouble.of(baseline), startEpoch, restoreBest);
  }

  /**
   * {@return the same rule from another epoch on}
   *
   * @param startEpoch the first epoch that is watched, at least 1
   */
  public EarlyStopping startEpoch(int startEpoch) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * {@return the same rule with other weights at the end}
   *
   * @param restoreBest whether the run ends with the weights of the best epoch, else with the last
   */
  public EarlyStopping restoreBest(boolean restoreBest) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * Starts watching a run.
   *
   * @return a fresh watch
   */
  public Watch watch() {
    return new Watch(this);
  }

  /**
   * One run's best epoch so far. Depends on the rule and on the epochs that it was shown alone: a
   * new watch that is shown the same epochs goes on as the old one would. Not thread-safe.
   */
  public static final class Watch {
    private final EarlyStopping rule;
    private double best = Double.NaN;
    private int bestEpoch;

    /** The figure of the last epoch that was better by more than the least change. */
    private double reference = Double.NaN;

    private int sinceImprovement;

    private Watch(EarlyStopping rule) {
      this.rule = rule;
    }

    /**
     * Looks at an epoch. A figure of NaN is never an improvement.
     *
     * @param epoch the epoch that ended
     * @return whether it is the best so far, so that its weights should be kept where the rule
     *     restores the best
     */
    public boolean improvedBy(EpochRecord epoch) {
      if (epoch.epoch() < rule.startEpoch) {
        return false;
      }
      double value = rule.monitor.of(epoch);
      boolean isBest = rule.monitor.improves(value, best, 0);
      if (isBest) {
        best = value;
        bestEpoch = epoch.epoch();
      }
      boolean improved = rule.monitor.improves(value, reference, rule.minChange);
      if (improved) {
        reference = value;
      }
      boolean beatsBaseline =
          rule.baseline.isEmpty()
              || rule.monitor.improves(value, rule.baseline.getAsDouble(), rule.minChange);
      sinceImprovement = improved && beatsBaseline ? 0 : sinceImprovement + 1;
      return isBest;
    }

    /** {@return whether {@code patience} epochs in a row brought no improvement} */
    public boolean exhausted() {
      return sinceImprovement >= rule.patience;
    }

    /** {@return the best epoch so far, 1-based; 0 before the first} */
    public int bestEpoch() {
      return bestEpoch;
    }
  }

  /** The figure of an epoch that early stopping, or a schedule, watches. */
  public enum Monitor {
    /** The plain cross-entropy on the validation part. */
    VALIDATION_LOSS(false, true, EpochRecord::validationLoss),

    /** The accuracy on the validation part. */
    VALIDATION_ACCURACY(true, true, EpochRecord::validationAccuracy),

    /** The plain cross-entropy on the epoch's augmented training images. */
    TRAIN_LOSS(false, false, EpochRecord::trainLoss);

    private final boolean higherIsBetter;
    private final boolean validation;
    private final ToDoubleFunction<EpochRecord> value;

    Monitor(boolean higherIsBetter, boolean validation, ToDoubleFunction<EpochRecord> value) {
      this.higherIsBetter = higherIsBetter;
      this.validation = validation;
      this.value = value;
    }

    /** {@return whether a higher figure is better, as of an accuracy} */
    public boolean higherIsBetter() {
      return higherIsBetter;
    }

    /** {@return whether there must be a validation part} */
    public boolean ofValidation() {
      return validation;
    }

    /**
     * Looks at an epoch.
     *
     * @param epoch has the figure
     * @return the loss in nats, or the accuracy in [0, 1]; NaN where there is none
     */
    public double of(EpochRecord epoch) {
      return value.applyAsDouble(epoch);
    }

    /**
     * Whether a figure is better than another by more than a change. NaN never is; anything else is
     * better than NaN, which stands for no figure yet.
     */
    boolean improves(double value, double than, double minChange) {
      if (Double.isNaN(than)) {
        return !Double.isNaN(value);
      }
      return higherIsBetter ? value > than + minChange : value < than - minChange;
    }
  }
}
