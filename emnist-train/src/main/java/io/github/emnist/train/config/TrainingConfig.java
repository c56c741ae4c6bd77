package io.github.emnist.train.config;

import io.github.emnist.augment.Augmentation;
import java.time.Duration;
import java.util.Optional;

/**
 * Every setting of a training run. Immutable; the defaults are the standard recipe, chosen on a
 * validation part of EMNIST ({@code docs/decisions/0010-standard-recipe.md}).
 */
public final class TrainingConfig {
  private final int epochs;
  private final int batchSize;
  private final double validationFraction;
  private final int samplesPerClass;
  private final Augmentation augmentation;
  private final OptimizerSpec optimizer;
  private final LearningRateSchedule schedule;
  private final double labelSmoothing;
  private final Optional<EarlyStopping> earlyStopping;
  private final Optional<Duration> timeLimit;
  private final Precision precision;
  private final boolean deterministic;
  private final long seed;

  TrainingConfig(TrainingSettings<?> settings) {
    epochs = settings.epochs;
    batchSize = settings.batchSize;
    validationFraction = settings.validationFraction;
    samplesPerClass = settings.samplesPerClass;
    augmentation = settings.augmentation;
    optimizer = settings.optimizer;
    schedule = settings.schedule;
    labelSmoothing = settings.labelSmoothing;
    earlyStopping = Optional.ofNullable(settings.earlyStopping);
    timeLimit = Optional.ofNullable(settings.timeLimit);
    precision = settings.precision;
    deterministic = settings.deterministic;
    seed = settings.seed;
    if (deterministic && timeLimit.isPresent()) {
      throw new IllegalArgumentException(
          "a deterministic run cannot have a timeLimit (%s): the learning rate would follow the clock;"
                  .formatted(timeLimit.get())
              + " set epochs");
    }
    if (earlyStopping.isPresent() && validationFraction == 0) {
      throw new IllegalArgumentException(
          "early stopping watches a validation part; validationFraction (0.0) must be above 0");
    }
  }

  /**
   * The standard recipe.
   *
   * @return all defaults
   */
  public static TrainingConfig standard() {
    return builder().build();
  }

  /**
   * Starts from the standard recipe.
   *
   * @return a builder with all defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts from these settings.
   *
   * @return a builder with all of them
   */
  public Builder toBuilder() {
    return new Builder().settings(this);
  }

  /**
   * The most epochs that a run has.
   *
   * @return at least 1
   */
  public int epochs() {
    return epochs;
  }

  /**
   * Images in an optimizer step; an epoch's rest that fills no batch is left out.
   *
   * @return at least 1
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * The share of each class that is held out to validate.
   *
   * @return in [0, 1)
   */
  public double validationFraction() {
    return validationFraction;
  }

  /**
   * How often each class is drawn in an epoch.
   *
   * @return 0 where an epoch is one pass over the data
   */
  public int samplesPerClass() {
    return samplesPerClass;
  }

  /**
   * What is done to each training image.
   *
   * @return the augmentation
   */
  public Augmentation augmentation() {
    return augmentation;
  }

  /**
   * The optimizer.
   *
   * @return its kind and constants
   */
  public OptimizerSpec optimizer() {
    return optimizer;
  }

  /**
   * The learning rate over the run.
   *
   * @return the schedule
   */
  public LearningRateSchedule schedule() {
    return schedule;
  }

  /**
   * The probability mass that the target spreads over all classes.
   *
   * @return in [0, 1)
   */
  public double labelSmoothing() {
    return labelSmoothing;
  }

  /**
   * When the run ends early.
   *
   * @return empty where it does not
   */
  public Optional<EarlyStopping> earlyStopping() {
    return earlyStopping;
  }

  /**
   * How long the optimizer steps and validations may take together; the schedule is shortened to
   * fit.
   *
   * @return empty where only epochs count
   */
  public Optional<Duration> timeLimit() {
    return timeLimit;
  }

  /**
   * The number format of the products.
   *
   * @return as set, possibly {@link Precision#AUTO}
   */
  public Precision precision() {
    return precision;
  }

  /**
   * Whether two runs give the same weights to the bit: one TensorFlow thread, float32 unless set.
   *
   * @return false by default
   */
  public boolean deterministic() {
    return deterministic;
  }

  /**
   * What every random draw depends on.
   *
   * @return any number
   */
  public long seed() {
    return seed;
  }

  @Override
  public String toString() {
    return ("epochs=%d batchSize=%d validationFraction=%s samplesPerClass=%d augmentation=%s "
            + "optimizer=%s schedule=%s labelSmoothing=%s earlyStopping=%s timeLimit=%s "
            + "precision=%s deterministic=%s seed=%d")
        .formatted(
            epochs,
            batchSize,
            validationFraction,
            samplesPerClass,
            augmentation,
            optimizer,
            schedule,
            labelSmoothing,
            earlyStopping.map(Object::toString).orElse("off"),
            timeLimit.map(Object::toString).orElse("none"),
            precision,
            deterministic,
            seed);
  }

  /** Collects settings. Not thread-safe. */
  public static final class Builder extends TrainingSettings<Builder> {
    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * Ends the collecting.
     *
     * @return the settings
     * @throws IllegalArgumentException if early stopping is asked for without a validation part
     */
    public TrainingConfig build() {
      return config();
    }
  }
}
