package io.github.emnist.train.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.BatchMix;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.json.StrictJson;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.config.EarlyStopping.Monitor;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The settings of a training run. Immutable. The defaults of the {@link #builder()} are those of
 * the {@link #standard()} recipe, with five epochs of one pass over the data and augmentation to
 * the end.
 *
 * @param epochs the maximum number of epochs, at least 1
 * @param maxSteps the maximum number of optimizer steps; 0 for no limit
 * @param batchSize images in an optimizer step, at least 1; an incomplete last batch is left out
 * @param validationFraction the share of each class held out for validation, in [0, 1)
 * @param samplesPerClass draws of each class in an epoch; 0 for one pass over the data
 * @param augmentation changes each training image
 * @param plainShare the share of the run, at its end, that trains on images neither augmented nor
 *     mixed, in [0, 1]
 * @param mix mixes each training image with another, after the augmentation; empty for none
 * @param optimizer updates the weights
 * @param schedule the learning rate over the run
 * @param labelSmoothing the probability mass that the target spreads over all classes, in [0, 1)
 * @param classWeights the weights of the classes in the training loss; empty if all are 1
 * @param gradientClipNorm the maximum Euclidean norm of a step's gradient, over all weights; 0 for
 *     no limit
 * @param averaging the moving average of the weights that is validated and kept; empty for none
 * @param frozenLayers names of the layers that training does not change, sorted
 * @param earlyStopping ends the run early; empty for never
 * @param timeLimit the time for optimizer steps and validations, positive; the schedule is
 *     shortened to fit; empty for no limit
 * @param precision the number format of the products
 * @param deterministic whether equal runs give equal weights to the bit: one TensorFlow thread,
 *     float32 unless set
 * @param seed the seed of every random draw
 */
public record TrainingConfig(
    int epochs,
    long maxSteps,
    int batchSize,
    double validationFraction,
    int samplesPerClass,
    Augmentation augmentation,
    double plainShare,
    Optional<BatchMix> mix,
    OptimizerSpec optimizer,
    LearningRateSchedule schedule,
    double labelSmoothing,
    Optional<ClassWeights> classWeights,
    double gradientClipNorm,
    Optional<WeightAveraging> averaging,
    SortedSet<String> frozenLayers,
    Optional<EarlyStopping> earlyStopping,
    Optional<Duration> timeLimit,
    Precision precision,
    boolean deterministic,
    long seed) {
  private static final String FORMAT = "emnist-training-config";
  private static final int VERSION = 1;
  private static final StrictJson JSON = new StrictJson(augmentations());

  /**
   * Throws {@link IllegalArgumentException} if a number is outside its range, early stopping or the
   * schedule monitors a missing validation part, or a deterministic run has a time limit.
   */
  public TrainingConfig {
    Checks.atLeast("epochs", epochs, 1);
    Checks.atLeast("maxSteps", maxSteps, 0);
    Checks.atLeast("batchSize", batchSize, 1);
    Checks.inHalfOpen("validationFraction", validationFraction, 0, 1);
    Checks.atLeast("samplesPerClass", samplesPerClass, 0);
    Checks.in("plainShare", plainShare, 0, 1);
    Checks.inHalfOpen("labelSmoothing", labelSmoothing, 0, 1);
    Checks.notNegative("gradientClipNorm", gradientClipNorm);
    if (precision == Precision.INT8) {
      throw new IllegalArgumentException(
          "precision: found INT8, expected AUTO, FLOAT32 or BFLOAT16: 8-bit integers are for"
              + " inference only");
    }
    frozenLayers = Collections.unmodifiableSortedSet(new TreeSet<>(frozenLayers));
    if (timeLimit.filter(limit -> limit.isZero() || limit.isNegative()).isPresent()) {
      throw Messages.illegal("timeLimit (%s) must be positive", timeLimit.get());
    }
    if (deterministic && timeLimit.isPresent()) {
      throw Messages.illegal(
          "a deterministic run cannot have a timeLimit (%s): the learning rate would depend on the"
              + " clock; set epochs",
          timeLimit.get());
    }
    if (validationFraction == 0) {
      checkMonitor("early stopping", earlyStopping.map(EarlyStopping::monitor));
      checkMonitor("the schedule", schedule.watched());
    }
  }

  private static void checkMonitor(String what, Optional<Monitor> monitor) {
    if (monitor.filter(Monitor::ofValidation).isPresent()) {
      throw new IllegalArgumentException(
          what + " monitors the validation part; validationFraction (0.0) must be above 0");
    }
  }

  /**
   * {@return the standard recipe for EMNIST ({@code docs/decisions/0010-standard-recipe.md}): eight
   * epochs of 2,400 images of each class, the last fifth as they are, otherwise the defaults}
   */
  public static TrainingConfig standard() {
    return builder().epochs(8).samplesPerClass(2_400).plainShare(0.2).build();
  }

  /**
   * {@return the recipe for {@code CnnArchitecture.fast()}, a minute and a half on two cores
   * ({@code docs/decisions/0024-fast-recipe.md}): one epoch of 4,000 images of each class, Muon,
   * and a linearly falling rate, otherwise as {@link #standard()}}
   */
  public static TrainingConfig fast() {
    return builder()
        .epochs(1)
        .samplesPerClass(4_000)
        .batchSize(256)
        .plainShare(0.2)
        .optimizer(OptimizerSpec.muon().withAdamRatio(0.06))
        .schedule(LearningRateSchedule.warmupLinear(0.06, 0.05))
        .build();
  }

  /**
   * {@return the recipe for {@code CnnArchitecture.best()} on several sources, hours on two cores
   * ({@code docs/decisions/0050-mixed-sources.md}): 40 epochs of 3,000 images of each class, 5.6
   * million in all, otherwise as {@link #fast()}}
   */
  public static TrainingConfig best() {
    return fast().toBuilder().epochs(40).samplesPerClass(3_000).build();
  }

  /** {@return a builder with all defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** {@return a builder with these settings} */
  public Builder toBuilder() {
    return new Builder().settings(this);
  }

  /** {@return whether early stopping or the schedule monitors the validation part} */
  public boolean watchesValidation() {
    return Stream.of(earlyStopping.map(EarlyStopping::monitor), schedule.watched())
        .flatMap(Optional::stream)
        .anyMatch(Monitor::ofValidation);
  }

  /**
   * {@return all settings as one line of JSON, with a version}
   *
   * @throws IllegalStateException if the augmentation has a custom transform
   */
  public String toJson() {
    augmentation.toJson(); // says which transform cannot be written
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", FORMAT).put("version", VERSION);
    return json.setAll(JSON.tree(this)).toString();
  }

  /**
   * Parses the JSON of {@link #toJson}. Every setting is required but {@code plainShare}, which
   * earlier versions did not write; {@code null} stands for none.
   *
   * @param json the document
   * @param source its name in error messages, usually the file's path
   * @return the settings
   * @throws MalformedDataException if it is not JSON or of another version, or a setting is
   *     missing, unknown, of the wrong type or out of range
   */
  public static TrainingConfig fromJson(String json, String source) throws MalformedDataException {
    ObjectNode body = JSON.body(json, FORMAT, VERSION, source);
    if (!body.has("plainShare")) { // written before there was that setting
      body.put("plainShare", 0.0);
    }
    return JSON.read(body, TrainingConfig.class, source);
  }

  /** Embeds an augmentation's own JSON. */
  private static SimpleModule augmentations() {
    return new SimpleModule()
        .addSerializer(
            new StdSerializer<>(Augmentation.class) {
              private static final long serialVersionUID = 1;

              @Override
              public void serialize(Augmentation value, JsonGenerator out, SerializerProvider to)
                  throws IOException {
                out.writeTree(new JsonMapper().readTree(value.toJson()));
              }
            })
        .addDeserializer(
            Augmentation.class,
            new StdDeserializer<Augmentation>(Augmentation.class) {
              private static final long serialVersionUID = 1;

              @Override
              public Augmentation deserialize(JsonParser in, DeserializationContext from)
                  throws IOException {
                try {
                  return Augmentation.fromJson(from.readTree(in).toString(), "augmentation");
                } catch (MalformedDataException e) {
                  throw new IllegalArgumentException(
                      "%s: found %s, expected %s".formatted(e.source(), e.found(), e.expected()),
                      e);
                }
              }
            });
  }

  /** Builds settings. Not thread-safe. */
  public static final class Builder extends TrainingSettings<Builder> {
    private Builder() {}

    @Override
    protected Builder self() {
      return this;
    }

    /**
     * {@return the settings}
     *
     * @throws IllegalArgumentException as {@link TrainingConfig#TrainingConfig}
     */
    public TrainingConfig build() {
      return config();
    }
  }

  /**
   * The weight of an image's loss, by its class. Immutable.
   *
   * @param values one for each class, in the order of the labels, each positive; empty for {@link
   *     #balanced()}
   */
  public record ClassWeights(List<Double> values) {
    private static final ClassWeights BALANCED = new ClassWeights(List.of());

    /** Throws {@link IllegalArgumentException} if a number is not positive and finite. */
    public ClassWeights {
      values = List.copyOf(values);
      for (int i = 0; i < values.size(); i++) {
        Checks.positive("class weight " + i, values.get(i));
      }
    }

    /**
     * {@return weights computed from the training data as {@code images / (classes x images of the
     * class)}, so that all classes count alike; 1 for a class without images} The same as
     * scikit-learn's {@code class_weight="balanced"}.
     */
    public static ClassWeights balanced() {
      return BALANCED;
    }

    /**
     * {@return the given weights}
     *
     * @param values one for each class, in the order of the labels, each positive
     * @throws IllegalArgumentException if there are none, or one is not positive and finite
     */
    public static ClassWeights of(List<Double> values) {
      if (values.isEmpty()) {
        throw new IllegalArgumentException("found no class weights, expected one for each class");
      }
      return new ClassWeights(values);
    }

    /**
     * {@return the weights for a data set, one for each class}
     *
     * @param histogram training images of each class
     * @throws IllegalArgumentException if the number of given weights differs
     */
    public float[] of(int[] histogram) {
      if (!values.isEmpty() && values.size() != histogram.length) {
        throw Messages.illegal(
            "found %d class weights for data with %d classes", values.size(), histogram.length);
      }
      long images = 0;
      for (int count : histogram) {
        images += count;
      }
      float[] weights = new float[histogram.length];
      for (int i = 0; i < weights.length; i++) {
        double balanced =
            histogram[i] == 0 ? 1 : (double) images / ((double) histogram.length * histogram[i]);
        weights[i] = (float) (values.isEmpty() ? balanced : values.get(i));
      }
      return weights;
    }

    @Override
    public String toString() {
      return values.isEmpty() ? "balanced" : values.toString();
    }
  }

  /**
   * An exponential moving average of the weights, which is validated and kept instead of them
   * (Polyak and Juditsky, 1992; as TensorFlow's {@code ExponentialMovingAverage}). In step
   * <i>t</i>, 0-based, it moves {@code 1 - min(decay, (1 + t) / (10 + t))} of the way to the
   * weights, so that the average of a short run forgets the initial weights too. Immutable.
   *
   * @param decay the share of the old average that a late step keeps, in [0, 1)
   */
  public record WeightAveraging(double decay) {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public WeightAveraging {
      Checks.inHalfOpen("decay", decay, 0, 1);
    }
  }

  /**
   * The setters of {@link TrainingConfig.Builder} and {@code Trainer}. Values are checked when the
   * settings are complete. Not thread-safe.
   *
   * @param <S> the type that the setters return
   */
  public abstract static class TrainingSettings<S extends TrainingSettings<S>> {
    private int epochs = 5;
    private long maxSteps;
    private int batchSize = 128;
    private double validationFraction = 0.05;
    private int samplesPerClass;
    private Augmentation augmentation = Augmentation.standard();
    private double plainShare;
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

    /** Starts with the defaults. */
    protected TrainingSettings() {}

    /** {@return this object} */
    protected abstract S self();

    /**
     * {@return the current settings}
     *
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
          plainShare,
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
     * Replaces all settings.
     *
     * @param config the new settings
     * @return this
     */
    public S settings(TrainingConfig config) {
      epochs = config.epochs();
      maxSteps = config.maxSteps();
      batchSize = config.batchSize();
      validationFraction = config.validationFraction();
      samplesPerClass = config.samplesPerClass();
      augmentation = config.augmentation();
      plainShare = config.plainShare();
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
     * Sets the maximum number of epochs.
     *
     * @param epochs at least 1
     * @return this
     */
    public S epochs(int epochs) {
      this.epochs = epochs;
      return self();
    }

    /**
     * Limits the optimizer steps of the run, and of its schedule.
     *
     * @param maxSteps at least 0; 0 for no limit but the epochs
     * @return this
     */
    public S maxSteps(long maxSteps) {
      this.maxSteps = maxSteps;
      return self();
    }

    /**
     * Sets the number of images in an optimizer step.
     *
     * @param batchSize at least 1
     * @return this
     */
    public S batchSize(int batchSize) {
      this.batchSize = batchSize;
      return self();
    }

    /**
     * Sets the share of each class that is held out for validation.
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
     *     default, for one pass over the data
     * @return this
     */
    public S samplesPerClass(int samplesPerClass) {
      this.samplesPerClass = samplesPerClass;
      return self();
    }

    /**
     * Sets the augmentation of the training images.
     *
     * @param augmentation for example {@link Augmentation#standard()}
     * @return this
     */
    public S augmentation(Augmentation augmentation) {
      this.augmentation = Objects.requireNonNull(augmentation, "augmentation");
      return self();
    }

    /**
     * Ends the run with images as they are, neither augmented nor mixed: the network then learns
     * what augmentation hides, such as the width and the slant that distinguish 0 from O.
     *
     * @param plainShare the share of the images of the run, in [0, 1]; 0 is the default. A run that
     *     a time limit or early stopping ends sees fewer of them.
     * @return this
     */
    public S plainShare(double plainShare) {
      this.plainShare = plainShare;
      return self();
    }

    /**
     * Mixes each training image and its target with another one, after the augmentation.
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
     * Weights the training loss by class; reported losses are unweighted.
     *
     * @param classWeights for example {@link ClassWeights#balanced()}; null for none
     * @return this
     */
    public S classWeights(ClassWeights classWeights) {
      this.classWeights = classWeights;
      return self();
    }

    /**
     * Limits the norm of a step's gradient, over all weights.
     *
     * @param gradientClipNorm the maximum Euclidean norm, at least 0; 0 for no limit
     * @return this
     */
    public S gradientClipNorm(double gradientClipNorm) {
      this.gradientClipNorm = gradientClipNorm;
      return self();
    }

    /**
     * Validates and keeps a moving average of the weights instead of the last ones.
     *
     * @param averaging the average; null for none
     * @return this
     */
    public S averaging(WeightAveraging averaging) {
      this.averaging = averaging;
      return self();
    }

    /**
     * Freezes layers: the optimizer does not change them, and a frozen batch normalization uses its
     * moving averages in training too, and keeps them.
     *
     * @param frozenLayers names as {@code CnnArchitecture.summary()} prints them; empty for none
     * @return this
     */
    public S frozenLayers(Set<String> frozenLayers) {
      this.frozenLayers = Set.copyOf(frozenLayers);
      return self();
    }

    /**
     * Ends the run early when its epochs no longer improve.
     *
     * @param earlyStopping the rule; null for none
     * @return this
     */
    public S earlyStopping(EarlyStopping earlyStopping) {
      this.earlyStopping = earlyStopping;
      return self();
    }

    /**
     * Limits the time of the run.
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
     * Makes runs with equal seeds give equal weights to the bit, on processors of one kind: one
     * TensorFlow thread, and float32 unless set otherwise. Excludes a time limit. TensorFlow fixes
     * its number of threads at its first use outside this library (on Windows at any first use): do
     * not use it before.
     *
     * @param deterministic false by default
     * @return this
     */
    public S deterministic(boolean deterministic) {
      this.deterministic = deterministic;
      return self();
    }

    /**
     * Sets the seed of every random draw.
     *
     * @param seed any number
     * @return this
     */
    public S seed(long seed) {
      this.seed = seed;
      return self();
    }
  }
}
