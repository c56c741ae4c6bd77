package io.github.emnist.train.config;

import io.github.emnist.train.history.EpochRecord;

/**
 * When a run ends before its last epoch because the validation part no longer gets better; the
 * weights of the best epoch are then restored. Immutable.
 *
 * @param monitor what is watched
 * @param patience how many epochs without an improvement end the run, at least 1
 * @param minChange an improvement must be larger than this, 0 or more
 */
public record EarlyStopping(Monitor monitor, int patience, double minChange) {
  /** What is watched. */
  public enum Monitor {
    /** The plain cross-entropy on the validation part: lower is better. */
    VALIDATION_LOSS,

    /** The accuracy on the validation part: higher is better. */
    VALIDATION_ACCURACY
  }

  /**
   * Checks the numbers.
   *
   * @param monitor what is watched
   * @param patience how many epochs without an improvement end the run, at least 1
   * @param minChange an improvement must be larger than this, 0 or more
   * @throws IllegalArgumentException if one is outside its range
   */
  public EarlyStopping {
    Checks.atLeast("patience", patience, 1);
    Checks.notNegative("minChange", minChange);
  }

  /**
   * Watches the validation loss: patience 3, any improvement counts.
   *
   * @return the rule
   */
  public static EarlyStopping onValidationLoss() {
    return new EarlyStopping(Monitor.VALIDATION_LOSS, 3, 0);
  }

  /**
   * Watches the validation accuracy: patience 3, any improvement counts.
   *
   * @return the rule
   */
  public static EarlyStopping onValidationAccuracy() {
    return new EarlyStopping(Monitor.VALIDATION_ACCURACY, 3, 0);
  }

  /**
   * The same rule with another patience.
   *
   * @param patience epochs without an improvement that end the run, at least 1
   * @return a copy
   */
  public EarlyStopping patience(int patience) {
    return new EarlyStopping(monitor, patience, minChange);
  }

  /**
   * The same rule with another threshold.
   *
   * @param minChange an improvement must be larger than this, 0 or more
   * @return a copy
   */
  public EarlyStopping minChange(double minChange) {
    return new EarlyStopping(monitor, patience, minChange);
  }

  /**
   * Starts watching a run.
   *
   * @return a fresh watch, not thread-safe
   */
  public Watch watch() {
    return new Watch(this);
  }

  /** One run's best epoch so far. Not thread-safe. */
  public static final class Watch {
    private final EarlyStopping rule;
    private double best = Double.POSITIVE_INFINITY;
    private int bestEpoch;
    private int sinceBest;

    private Watch(EarlyStopping rule) {
      this.rule = rule;
    }

    /**
     * Looks at an epoch. A validation figure of NaN is never an improvement.
     *
     * @param epoch the epoch that ended
     * @return whether it is the best so far, so that its weights should be kept
     */
    public boolean improvedBy(EpochRecord epoch) {
      double value =
          rule.monitor == Monitor.VALIDATION_LOSS
              ? epoch.validationLoss()
              : -epoch.validationAccuracy();
      if (value < best - rule.minChange || (bestEpoch == 0 && !Double.isNaN(value))) {
        best = value;
        bestEpoch = epoch.epoch();
        sinceBest = 0;
        return true;
      }
      sinceBest++;
      return false;
    }

    /**
     * Whether the patience is at an end.
     *
     * @return true once {@code patience} epochs in a row brought no improvement
     */
    public boolean exhausted() {
      return sinceBest >= rule.patience;
    }

    /**
     * The best epoch so far.
     *
     * @return 1-based; 0 before the first
     */
    public int bestEpoch() {
      return bestEpoch;
    }
  }
}
