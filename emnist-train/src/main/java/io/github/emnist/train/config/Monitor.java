package io.github.emnist.train.config;

import io.github.emnist.train.history.EpochRecord;
import java.util.function.ToDoubleFunction;

/** The figure of an epoch that early stopping, or a schedule, watches. */
public enum Monitor {
  /** The plain cross-entropy on the validation part. */
  VALIDATION_LOSS(Mode.MIN, true, EpochRecord::validationLoss),

  /** The accuracy on the validation part. */
  VALIDATION_ACCURACY(Mode.MAX, true, EpochRecord::validationAccuracy),

  /** The plain cross-entropy on the epoch's augmented training images. */
  TRAIN_LOSS(Mode.MIN, false, EpochRecord::trainLoss);

  private final Mode mode;
  private final boolean validation;
  private final ToDoubleFunction<EpochRecord> value;

  Monitor(Mode mode, boolean validation, ToDoubleFunction<EpochRecord> value) {
    this.mode = mode;
    this.validation = validation;
    this.value = value;
  }

  /** Which way is better. */
  public enum Mode {
    /** Lower is better. */
    MIN,

    /** Higher is better. */
    MAX
  }

  /**
   * Which way is better.
   *
   * @return {@link Mode#MAX} for an accuracy, {@link Mode#MIN} for a loss
   */
  public Mode mode() {
    return mode;
  }

  /**
   * Whether there must be a validation part.
   *
   * @return false for a figure of the training images
   */
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
    return mode == Mode.MIN ? value < than - minChange : value > than + minChange;
  }
}
