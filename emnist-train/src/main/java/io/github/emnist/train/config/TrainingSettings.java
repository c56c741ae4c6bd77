package io.github.emnist.train.config;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.config.TrainingConfig.ClassWeights;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The setters that {@link TrainingConfig.Builder} and {@code Trainer} share; the values are checked
 * when the settings are complete. Not thread-safe.
 *
 * @param <S> the type that the setters return
 */
public abstract class TrainingSettings<S extends TrainingSettings<S>> {
  private int epochs = 5;
  private long maxSteps;
  private int batchSize = 128;
  private double validationFraction = 0.05;
  private int samplesPerClass;
  private Augmentation augmentation = Augmentation.standard();
  private BatchMix mix;
  private OptimizerSpec optimizer = OptimizerSpec.adam();
  private LearningRateSchedule schedule = LearningRateSchedule.warmupCosine(5e-3, 0.05);
  private double labelSmoothing = 0.1;
  private ClassWeights classWeights;
  private double gradientClipNorm;
  private WeightAveraging averaging;
  private Set<String> frozenLayers = Set.of();
  private EarlyStopping earlyStopping;
  private Duration timeLimit;
  private Precision precision = Precision.AUTO;
  private boolean deterministic;
  private long seed = 42;

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
   * @throws IllegalArgumentException as {@link TrainingConfig#TrainingConfig}
   */
  protected TrainingConfig config() {
    return new TrainingConfig(
        epochs,
        maxSteps,
        batchSize,
        validationFraction,
        samplesPerClass,
        augmentation,
        Optional.ofNullable(mix),
        optimizer,
        schedule,
        labelSmoothing,
        Optional.ofNullable(classWeights),
        gradientClipNorm,
        Optional.ofNullable(averaging),
        new TreeSet<>(frozenLayers),
        Optional.ofNullable(earlyStopping),
        Optional.ofNullable(timeLimit),
        precision,
        deterministic,
        seed);
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
   * @param mix for example {@link io.github.emnist.augment.BatchMix.MixUp}; null for none
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
    this.timeLimit = timeLimit;
    return self();
  }

  /**
   * Sets the number format of the products.
   *
   * @param precision {@link Precision#AUTO} by default; not {@link Precision#INT8}
   * @return this
   */
  public S precision(Precision precision) {
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
