package io.github.emnist.train.config;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.model.architecture.Precision;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The setters that {@link TrainingConfig.Builder} and {@code Trainer} share; each checks its value.
 * Not thread-safe.
 *
 * @param <S> the type that the setters return
 */
public abstract class TrainingSettings<S extends TrainingSettings<S>> {
  int epochs = 5;
  long maxSteps;
  int batchSize = 128;
  double validationFraction = 0.05;
  int samplesPerClass;
  Augmentation augmentation = Augmentation.standard();
  BatchMix mix;
  OptimizerSpec optimizer = OptimizerSpec.adam();
  LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(5e-3, 0.05);
  double labelSmoothing = 0.1;
  ClassWeights classWeights;
  double gradientClipNorm;
  WeightAveraging averaging;
  Set<String> frozenLayers = Set.of();
  EarlyStopping earlyStopping;
  Duration timeLimit;
  Precision precision = Precision.AUTO;
  boolean deterministic;
  long seed = 42;

  /** Starts from the standard recipe, with epochs of one pass over the data. */
  protected TrainingSettings() {}

  /**
   * This object, in its own type.
   *
   * @return this
   */
  protected abstract S self();

  /**
   * The settings as they are now.
   *
   * @return an immutable copy
   * @throws IllegalArgumentException if early stopping or the schedule watches the validation part
   *     and there is none, or if a deterministic run has a time limit
   */
  protected TrainingConfig config() {
    return new TrainingConfig(this);
  }

  /**
   * Takes all settings over.
   *
   * @param config replaces everything set so far
   * @return this
   */
  public S settings(TrainingConfig config) {
    epochs = config.epochs();
    maxSteps = config.maxSteps();
    batchSize = config.batchSize();
    validationFraction = config.validationFraction();
    samplesPerClass = config.samplesPerClass();
    augmentation = config.augmentation();
    mix = config.mix().orElse(null);
    optimizer = config.optimizer();
    schedule = config.schedule();
    labelSmoothing = config.labelSmoothing();
    classWeights = config.classWeights().orElse(null);
    gradientClipNorm = config.gradientClipNorm();
    averaging = config.averaging().orElse(null);
    frozenLayers = config.frozenLayers();
    earlyStopping = config.earlyStopping().orElse(null);
    timeLimit = config.timeLimit().orElse(null);
    precision = config.precision();
    deterministic = config.deterministic();
    seed = config.seed();
    return self();
  }

  /**
   * Sets the most epochs that the run has.
   *
   * @param epochs at least 1
   * @return this
   */
  public S epochs(int epochs) {
    Checks.atLeast("epochs", epochs, 1);
    this.epochs = epochs;
    return self();
  }

  /**
   * Bounds the optimizer steps of the run; it ends with whichever comes first, its steps or its
   * epochs, and so does its schedule.
   *
   * @param maxSteps at least 0; 0 for no bound but the epochs
   * @return this
   */
  public S maxSteps(long maxSteps) {
    if (maxSteps < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "maxSteps (%d) must be at least 0", maxSteps));
    }
    this.maxSteps = maxSteps;
    return self();
  }

  /**
   * Sets the images in an optimizer step.
   *
   * @param batchSize at least 1
   * @return this
   */
  public S batchSize(int batchSize) {
    Checks.atLeast("batchSize", batchSize, 1);
    this.batchSize = batchSize;
    return self();
  }

  /**
   * Sets the share of each class that is held out to validate.
   *
   * @param validationFraction in [0, 1); 0 for no validation
   * @return this
   */
  public S validationFraction(double validationFraction) {
    Checks.inHalfOpen("validationFraction", validationFraction, 0, 1);
    this.validationFraction = validationFraction;
    return self();
  }

  /**
   * Draws every class equally often, as the recipes for EMNIST do.
   *
   * @param samplesPerClass draws of each class in an epoch, however many images it has; 0, the
   *     default, for one pass over the data instead
   * @return this
   */
  public S samplesPerClass(int samplesPerClass) {
    Checks.atLeast("samplesPerClass", samplesPerClass, 0);
    this.samplesPerClass = samplesPerClass;
    return self();
  }

  /**
   * Sets what is done to each training image.
   *
   * @param augmentation for example {@link Augmentation#standard()}
   * @return this
   */
  public S augmentation(Augmentation augmentation) {
    this.augmentation = Objects.requireNonNull(augmentation, "augmentation");
    return self();
  }

  /**
   * Mixes each training image with another one, after the augmentation, and their targets with it.
   *
   * @param mix for example {@link io.github.emnist.augment.MixUp}; null for none
   * @return this
   */
  public S mix(BatchMix mix) {
    this.mix = mix;
    return self();
  }

  /**
   * Sets the optimizer.
   *
   * @param optimizer for example {@link OptimizerSpec#adam()}
   * @return this
   */
  public S optimizer(OptimizerSpec optimizer) {
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    return self();
  }

  /**
   * Sets the learning rate over the run.
   *
   * @param schedule for example {@link LearningRateSchedule#warmupCosine}
   * @return this
   */
  public S schedule(LearningRateSchedule schedule) {
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    return self();
  }

  /**
   * Sets the probability mass that the target spreads over all classes.
   *
   * @param labelSmoothing in [0, 1)
   * @return this
   */
  public S labelSmoothing(double labelSmoothing) {
    Checks.inHalfOpen("labelSmoothing", labelSmoothing, 0, 1);
    this.labelSmoothing = labelSmoothing;
    return self();
  }

  /**
   * Weighs the training loss by class; the loss that is reported stays unweighted.
   *
   * @param classWeights for example {@link ClassWeights#balanced()}; null for none
   * @return this
   */
  public S classWeights(ClassWeights classWeights) {
    this.classWeights = classWeights;
    return self();
  }

  /**
   * Shrinks the gradient of a step, all weights together, to a norm where it is longer.
   *
   * @param gradientClipNorm the largest Euclidean norm, at least 0; 0 for no bound
   * @return this
   */
  public S gradientClipNorm(double gradientClipNorm) {
    Checks.notNegative("gradientClipNorm", gradientClipNorm);
    this.gradientClipNorm = gradientClipNorm;
    return self();
  }

  /**
   * Validates and keeps a moving average of the weights instead of the last ones.
   *
   * @param averaging the rule; null for none
   * @return this
   */
  public S averaging(WeightAveraging averaging) {
    this.averaging = averaging;
    return self();
  }

  /**
   * Keeps layers as they are: neither the optimizer nor a batch normalization's moving averages
   * change them, and a frozen batch normalization uses its moving averages in training too.
   *
   * @param frozenLayers names as {@code CnnArchitecture.summary()} prints them; empty for none
   * @return this
   */
  public S frozenLayers(Set<String> frozenLayers) {
    this.frozenLayers = Set.copyOf(frozenLayers);
    return self();
  }

  /**
   * Ends the run early when its epochs no longer get better.
   *
   * @param earlyStopping the rule; null for none
   * @return this
   */
  public S earlyStopping(EarlyStopping earlyStopping) {
    this.earlyStopping = earlyStopping;
    return self();
  }

  /**
   * Bounds the time of the run.
   *
   * @param timeLimit positive; null for none
   * @return this
   */
  public S timeLimit(Duration timeLimit) {
    if (timeLimit != null && (timeLimit.isZero() || timeLimit.isNegative())) {
      throw new IllegalArgumentException("timeLimit (%s) must be positive".formatted(timeLimit));
    }
    this.timeLimit = timeLimit;
    return self();
  }

  /**
   * Sets the number format of the products.
   *
   * @param precision {@link Precision#AUTO} by default
   * @return this
   * @throws IllegalArgumentException if it is {@link Precision#INT8}
   */
  public S precision(Precision precision) {
    if (precision == Precision.INT8) {
      throw new IllegalArgumentException(
          "precision: found INT8, expected AUTO, FLOAT32 or BFLOAT16: 8-bit integers are for"
              + " inference only");
    }
    this.precision = Objects.requireNonNull(precision, "precision");
    return self();
  }

  /**
   * Asks for the same weights, to the bit, from every run with the same seed, on processors of one
   * kind: one TensorFlow thread, and float32 unless set otherwise. TensorFlow's threads are counted
   * by its first use where that was not through this library, and on Windows always: do not use it
   * otherwise before. Excludes a time limit.
   *
   * @param deterministic false by default
   * @return this
   */
  public S deterministic(boolean deterministic) {
    this.deterministic = deterministic;
    return self();
  }

  /**
   * Sets what every random draw depends on.
   *
   * @param seed any number
   * @return this
   */
  public S seed(long seed) {
    this.seed = seed;
    return self();
  }
}
