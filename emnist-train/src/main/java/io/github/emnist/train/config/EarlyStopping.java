package io.github.emnist.train.config;

import io.github.emnist.data.internal.Checks;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Ends a run when a figure of its epochs no longer improves. Immutable.
 *
 * <pre>{@code
 * EarlyStopping.onValidationLoss().patience(5).minChange(1e-3)
 * }</pre>
 *
 * @param monitor the figure, and which direction is better
 * @param patience how many epochs without an improvement end the run, at least 1
 * @param minChange the change that an improvement must exceed to reset the patience, 0 or more; any
 *     change makes an epoch the best
 * @param baseline a figure that an epoch must also be better than, by more than {@code minChange},
 *     to reset the patience: a loss in nats, or an accuracy in [0, 1]
 * @param startEpoch the first epoch that counts, at least 1; earlier ones cannot be the best either
 * @param restoreBest whether the run ends with the weights of the best epoch instead of the last
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
   * {@return a rule with patience 3 for which every improvement counts, from the first epoch, and
   * which restores the best epoch's weights}
   *
   * @param monitor the figure
   */
  public static EarlyStopping on(Monitor monitor) {
    return new EarlyStopping(monitor, 3, 0, OptionalDouble.empty(), 1, true);
  }

  /** {@return a rule as {@link #on} has it, for the validation loss} */
  public static EarlyStopping onValidationLoss() {
    return on(Monitor.VALIDATION_LOSS);
  }

  /** {@return a rule as {@link #on} has it, for the validation accuracy} */
  public static EarlyStopping onValidationAccuracy() {
    return on(Monitor.VALIDATION_ACCURACY);
  }

  /** {@return a rule as {@link #on} has it, for the training loss: it needs no validation part} */
  public static EarlyStopping onTrainLoss() {
    return on(Monitor.TRAIN_LOSS);
  }

  /**
   * {@return a copy with another patience}
   *
   * @param patience epochs without an improvement that end the run, at least 1
   */
  public EarlyStopping patience(int patience) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * {@return a copy with another threshold}
   *
   * @param minChange the change that an improvement must exceed, 0 or more
   */
  public EarlyStopping minChange(double minChange) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * {@return a copy with a baseline, which an epoch must be better than to reset the patience}
   *
   * @param baseline a loss in nats, or an accuracy in [0, 1]
   */
  public EarlyStopping baseline(double baseline) {
    return new EarlyStopping(
        monitor, patience, minChange, OptionalDouble.of(baseline), startEpoch, restoreBest);
  }

  /**
   * {@return a copy with another first epoch}
   *
   * @param startEpoch the first epoch that counts, at least 1
   */
  public EarlyStopping startEpoch(int startEpoch) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /**
   * {@return a copy that ends with other weights}
   *
   * @param restoreBest whether to end with the weights of the best epoch instead of the last
   */
  public EarlyStopping restoreBest(boolean restoreBest) {
    return new EarlyStopping(monitor, patience, minChange, baseline, startEpoch, restoreBest);
  }

  /** {@return a new tracker of the best epoch, for one run} */
  public Watch watch() {
    return new Watch(this);
  }

  /**
   * Tracks the best epoch of one run. Its state depends only on the rule and the epochs so far. Not
   * thread-safe.
   */
  public static final class Watch {
    private final EarlyStopping rule;
    private double best = Double.NaN;
    private int bestEpoch;

    private double reference = Double.NaN; // the last figure that improved by minChange

    private int sinceImprovement;

    private Watch(EarlyStopping rule) {
      this.rule = rule;
    }

    /**
     * Adds an epoch. NaN is never an improvement.
     *
     * @param epoch the finished epoch
     * @return whether it is the best so far
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

    /** {@return whether {@code patience} epochs in a row did not improve} */
    public boolean exhausted() {
      return sinceImprovement >= rule.patience;
    }

    /** {@return the best epoch so far, 1-based; 0 before the first} */
    public int bestEpoch() {
      return bestEpoch;
    }
  }

  /** A figure of an epoch that early stopping or a schedule monitors. */
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

    /** {@return whether the figure needs a validation part} */
    public boolean ofValidation() {
      return validation;
    }

    /**
     * {@return the loss in nats, or the accuracy in [0, 1]; NaN if there is none}
     *
     * @param epoch has the figure
     */
    public double of(EpochRecord epoch) {
      return value.applyAsDouble(epoch);
    }

    /**
     * Returns whether a figure is better than another by more than a change. NaN never is; every
     * number is better than NaN, which stands for no figure yet.
     */
    boolean improves(double value, double than, double minChange) {
      if (Double.isNaN(than)) {
        return !Double.isNaN(value);
      }
      return higherIsBetter ? value > than + minChange : value < than - minChange;
    }
  }
}
