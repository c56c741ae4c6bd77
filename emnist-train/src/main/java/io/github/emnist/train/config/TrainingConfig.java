package io.github.emnist.train.config;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.augment.ElasticDeformation;
import io.github.emnist.augment.RandomAffine;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.model.architecture.Precision;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Every setting of a training run. Immutable; the defaults are those of the {@link #standard()}
 * recipe, with epochs of one pass over the data.
 */
public final class TrainingConfig {
  private final int epochs;
  private final long maxSteps;
  private final int batchSize;
  private final double validationFraction;
  private final int samplesPerClass;
  private final Augmentation augmentation;
  private final Optional<BatchMix> mix;
  private final OptimizerSpec optimizer;
  private final LearningRateSchedule schedule;
  private final double labelSmoothing;
  private final Optional<ClassWeights> classWeights;
  private final double gradientClipNorm;
  private final Optional<WeightAveraging> averaging;
  private final SortedSet<String> frozenLayers;
  private final Optional<EarlyStopping> earlyStopping;
  private final Optional<Duration> timeLimit;
  private final Precision precision;
  private final boolean deterministic;
  private final long seed;

  TrainingConfig(TrainingSettings<?> settings) {
    epochs = settings.epochs;
    maxSteps = settings.maxSteps;
    batchSize = settings.batchSize;
    validationFraction = settings.validationFraction;
    samplesPerClass = settings.samplesPerClass;
    augmentation = settings.augmentation;
    mix = Optional.ofNullable(settings.mix);
    optimizer = settings.optimizer;
    schedule = settings.schedule;
    labelSmoothing = settings.labelSmoothing;
    classWeights = Optional.ofNullable(settings.classWeights);
    gradientClipNorm = settings.gradientClipNorm;
    averaging = Optional.ofNullable(settings.averaging);
    frozenLayers = Collections.unmodifiableSortedSet(new TreeSet<>(settings.frozenLayers));
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
    if (validationFraction == 0) {
      refuseWithoutValidation("early stopping", earlyStopping.map(EarlyStopping::monitor));
      refuseWithoutValidation("the schedule", schedule.watched());
    }
  }

  private static void refuseWithoutValidation(String what, Optional<Monitor> watched) {
    if (watched.filter(Monitor::ofValidation).isPresent()) {
      throw new IllegalArgumentException(
          what + " watches a validation part; validationFraction (0.0) must be above 0");
    }
  }

  /**
   * The standard recipe for EMNIST, chosen on a validation part of it ({@code
   * docs/decisions/0010-standard-recipe.md}): five epochs of 2,400 images of each class.
   *
   * @return the other settings as by default
   */
  public static TrainingConfig standard() {
    return builder().samplesPerClass(2_400).build();
  }

  /**
   * The recipe for a minute and a half on two cores: one epoch of 2,800 images of each class, Muon,
   * and a rate that falls in a straight line. It was chosen for {@code CnnArchitecture.fast()} on a
   * validation part of EMNIST ({@code docs/decisions/0024-fast-recipe.md}).
   *
   * @return the other settings as in {@link #standard()}
   */
  public static TrainingConfig fast() {
    return builder()
        .epochs(1)
        .samplesPerClass(2_800)
        .batchSize(256)
        .optimizer(OptimizerSpec.muon().withAdamRatio(0.06))
        .schedule(LearningRateSchedule.warmupLinear(0.06, 0.05))
        .build();
  }

  /**
   * The recipe of the pretrained model, for {@code CnnArchitecture.best()} and several sources
   * ({@code docs/accuracy.md}): 28 epochs of 3,000 images of each class, four million in all, Muon,
   * and more augmentation.
   *
   * @return the other settings as in {@link #fast()}
   */
  public static TrainingConfig best() {
    return fast().toBuilder()
        .epochs(28)
        .samplesPerClass(3_000)
        .schedule(LearningRateSchedule.warmupLinear(0.06, 0.03))
        .augmentation(
            Augmentation.of(
                RandomAffine.builder()
                    .rotation(12)
                    .shift(2.5)
                    .zoomPerAxis(0.85, 1.15)
                    .shear(0.2)
                    .build(),
                ElasticDeformation.of(12, 4)))
        .build();
  }

  /**
   * Starts from the defaults.
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
   * The most optimizer steps that a run has.
   *
   * @return at least 0; 0 where only the epochs count
   */
  public long maxSteps() {
    return maxSteps;
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
   * What each training image is mixed with another one by, after the augmentation.
   *
   * @return empty where images stay apart
   */
  public Optional<BatchMix> mix() {
    return mix;
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
   * How much a class counts in the training loss.
   *
   * @return empty where all count 1
   */
  public Optional<ClassWeights> classWeights() {
    return classWeights;
  }

  /**
   * The largest Euclidean norm of a step's gradient, all weights together.
   *
   * @return at least 0; 0 where it is not bounded
   */
  public double gradientClipNorm() {
    return gradientClipNorm;
  }

  /**
   * The moving average that validates and that the model keeps.
   *
   * @return empty where the last weights do
   */
  public Optional<WeightAveraging> averaging() {
    return averaging;
  }

  /**
   * The layers that training does not change.
   *
   * @return their names, sorted; unmodifiable
   */
  public SortedSet<String> frozenLayers() {
    return frozenLayers;
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
   * Whether the run depends on a validation part.
   *
   * @return true if early stopping or the schedule watches it
   */
  public boolean watchesValidation() {
    return Stream.of(earlyStopping.map(EarlyStopping::monitor), schedule.watched())
        .flatMap(Optional::stream)
        .anyMatch(Monitor::ofValidation);
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

  /**
   * Writes every setting as one line of JSON, with a version.
   *
   * @return what {@link #fromJson} reads
   * @throws IllegalStateException if the augmentation has a transform that is not the library's
   */
  public String toJson() {
    return TrainingConfigJson.write(this);
  }

  /**
   * Reads what {@link #toJson} wrote. Every setting must be there; {@code null} stands for none.
   *
   * @param json the document
   * @param source what to call it in an error, usually the file's path
   * @return the same settings
   * @throws MalformedDataException if it is no JSON or of another version, or if a setting or a
   *     field of one is missing, unknown, of another type or out of its range
   */
  public static TrainingConfig fromJson(String json, String source) throws MalformedDataException {
    return TrainingConfigJson.read(json, source);
  }

  /** Every setting, as {@code name=value}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "epochs=%d maxSteps=%s batchSize=%d validationFraction=%s samplesPerClass=%d "
            + "augmentation=%s mix=%s optimizer=%s schedule=%s labelSmoothing=%s classWeights=%s "
            + "gradientClipNorm=%s averaging=%s frozenLayers=%s earlyStopping=%s timeLimit=%s "
            + "precision=%s deterministic=%s seed=%d",
        epochs,
        maxSteps == 0 ? "none" : maxSteps,
        batchSize,
        validationFraction,
        samplesPerClass,
        augmentation,
        orElse(mix, "none"),
        optimizer,
        schedule,
        labelSmoothing,
        orElse(classWeights, "none"),
        gradientClipNorm == 0 ? "none" : gradientClipNorm,
        orElse(averaging, "none"),
        frozenLayers,
        orElse(earlyStopping, "off"),
        orElse(timeLimit, "none"),
        precision,
        deterministic,
        seed);
  }

  private static String orElse(Optional<?> setting, String none) {
    return setting.map(Object::toString).orElse(none);
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
     * @throws IllegalArgumentException if early stopping or the schedule watches the validation
     *     part and there is none, or if a deterministic run has a time limit
     */
    public TrainingConfig build() {
      return config();
    }
  }
}
