package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.internal.Checks;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.RunPlan.Origin;
import io.github.emnist.train.config.Checkpoints;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingConfig.TrainingSettings;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Trains a network, by default with much of the standard recipe:
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(CnnArchitecture.emnistCnn()).progress(Progress.console()).fit(emnist.train());
 * }</pre>
 *
 * <p>Not thread-safe. A trainer can fit several times, a resumed one only once.
 */
public final class Trainer extends TrainingSettings<Trainer> {
  private static final int CHECK_STEPS = 300;

  private final Origin origin;
  private final List<TrainingListener> listeners = new ArrayList<>();
  private LongSupplier nanoClock = System::nanoTime;
  private Checkpoints checkpoints;
  private List<String> warnings = List.of();
  private boolean fitted;

  private Trainer(Origin origin) {
    this.origin = origin;
  }

  /**
   * {@return a trainer with the default settings: the standard recipe's, with epochs of one pass
   * over the data and augmentation to the end} For EMNIST itself, {@code
   * settings(TrainingConfig.standard())} draws every class equally often.
   *
   * @param architecture the network to train, from random weights
   */
  public static Trainer of(CnnArchitecture architecture) {
    return new Trainer(Origin.of(Objects.requireNonNull(architecture, "architecture")));
  }

  /**
   * {@return a trainer with the default settings that fine-tunes a model} The optimizer starts
   * anew; a lower learning rate than the default changes the model less.
   *
   * @param model the network and its initial weights
   */
  public static Trainer from(ModelBundle model) {
    return new Trainer(Origin.from(model));
  }

  /**
   * Resumes a paused or interrupted run from its newest checkpoint; if that is damaged, from the
   * one before, with a warning to the listeners. The settings are the run's; {@link #fit} needs the
   * same data. With {@code deterministic} the final weights equal those of an uninterrupted run to
   * the bit.
   *
   * @param checkpoints the run's folder of {@link #checkpoints}; the run continues to save there
   * @return a trainer
   * @throws java.nio.file.NoSuchFileException if there is no checkpoint
   * @throws io.github.emnist.model.bundle.ModelFormatException if all are damaged
   * @throws MalformedDataException if the settings contain a custom transform; pass them to {@link
   *     #resume(Path, TrainingConfig)}
   * @throws IOException if a file cannot be read
   */
  public static Trainer resume(Path checkpoints) throws IOException {
    List<String> warnings = new ArrayList<>();
    Checkpoint newest = CheckpointStore.newest(checkpoints, warnings::add);
    String source = checkpoints.toString();
    Optional<String> json = newest.settings().json();
    if (json.isEmpty()) {
      throw new MalformedDataException(
          source,
          0,
          "settings with a custom transform, which cannot be read back",
          "settings passed as resume(checkpoints, settings)");
    }
    return resume(newest, checkpoints, TrainingConfig.fromJson(json.get(), source), warnings);
  }

  /**
   * {@return whether a folder holds a checkpoint to {@link #resume}} A run saves one before its
   * first step.
   *
   * @param checkpoints the folder, which need not exist
   * @throws IOException if the folder cannot be read
   */
  public static boolean canResume(Path checkpoints) throws IOException {
    return CheckpointStore.hasAny(checkpoints);
  }

  /**
   * Resumes a run whose settings contain a custom transform, which {@link #resume(Path)} cannot
   * read.
   *
   * @param checkpoints the run's folder of {@link #checkpoints}
   * @param settings the run's settings
   * @return a trainer
   * @throws IOException as {@link #resume(Path)}
   */
  public static Trainer resume(Path checkpoints, TrainingConfig settings) throws IOException {
    List<String> warnings = new ArrayList<>();
    Checkpoint newest = CheckpointStore.newest(checkpoints, warnings::add);
    return resume(newest, checkpoints, settings, warnings);
  }

  private static Trainer resume(
      Checkpoint newest, Path folder, TrainingConfig settings, List<String> warnings) {
    Trainer trainer = new Trainer(Origin.resumed(newest));
    trainer.settings(settings);
    Checkpoints rule = newest.rule();
    trainer.checkpoints =
        new Checkpoints(folder, rule.everyEpochs(), rule.everySteps(), rule.keep());
    trainer.warnings = List.copyOf(warnings);
    return trainer;
  }

  /** {@return the position at which a run resumes; empty for a new run} */
  public Optional<Position> resumesAt() {
    return origin
        .resumed()
        .map(Checkpoint::position)
        .map(at -> new Position(at.epochs(), at.step(), at.ended()));
  }

  /**
   * The progress of a run.
   *
   * @param epochs the number of finished epochs
   * @param step optimizer steps so far
   * @param ended whether the run has ended, so that {@code fit} only returns its result
   */
  public record Position(int epochs, long step, boolean ended) {}

  /**
   * Repeats the training of a model: same network, settings and seed. {@link #fit} needs the same
   * data. With {@code deterministic} the weights are equal to the bit, on processors of one kind.
   *
   * @param model the model, with its provenance
   * @return a trainer
   * @throws MalformedDataException if the model's settings cannot be read back
   * @throws IllegalArgumentException if its training had not ended, or started from another model
   */
  public static Trainer reproducing(ModelBundle model) throws MalformedDataException {
    return reproducing(model, Optional.empty());
  }

  /**
   * Repeats the training of a model that started from another model.
   *
   * @param model the model, with its provenance
   * @param start the model that the training started from
   * @return a trainer
   * @throws MalformedDataException as {@link #reproducing(ModelBundle)}
   * @throws IllegalArgumentException if the training had not ended, or started from other weights
   */
  public static Trainer reproducing(ModelBundle model, ModelBundle start)
      throws MalformedDataException {
    return reproducing(model, Optional.of(start));
  }

  private static Trainer reproducing(ModelBundle model, Optional<ModelBundle> start)
      throws MalformedDataException {
    return new Trainer(Origin.reproducing(model, start)).settings(Provenance.settings(model));
  }

  /**
   * Adds a listener. Listeners are called in the order in which they were added.
   *
   * @param listener receives the run's events
   * @return this
   */
  public Trainer listener(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Adds a listener that shows the run's progress.
   *
   * @param progress for example {@link io.github.emnist.train.progress.Progress#console()}
   * @return this
   */
  public Trainer progress(TrainingListener progress) {
    return listener(progress);
  }

  /**
   * Saves a checkpoint after every epoch, for {@link #resume}.
   *
   * @param folder created if necessary
   * @return this
   * @throws IllegalStateException if this trainer resumes a run
   */
  public Trainer checkpoints(Path folder) {
    return checkpoints(Checkpoints.in(folder));
  }

  /**
   * Saves checkpoints, for {@link #resume}.
   *
   * @param rule where, how often, and how many are kept
   * @return this
   * @throws IllegalStateException if this trainer resumes a run
   */
  public Trainer checkpoints(Checkpoints rule) {
    if (origin.resumed().isPresent()) {
      throw new IllegalStateException("a resumed run keeps its folder of checkpoints");
    }
    this.checkpoints = Objects.requireNonNull(rule, "rule");
    return this;
  }

  /**
   * Replaces the clock for speeds and time limits.
   *
   * @param nanoClock nanoseconds since any fixed moment, never decreasing
   * @return this
   */
  public Trainer clock(LongSupplier nanoClock) {
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    return this;
  }

  /**
   * {@return the current settings}
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public TrainingConfig settings() {
    return config();
  }

  /**
   * Trains on a data set, of which a stratified part is held out for validation.
   *
   * @param dataset of the network's input size and number of classes
   * @return the trained model and its history
   * @throws IllegalArgumentException as {@link #fit(EmnistDataset, EmnistDataset)}
   * @throws TrainingException as {@link #fit(EmnistDataset, EmnistDataset)}
   */
  public TrainingResult fit(EmnistDataset dataset) {
    TrainingConfig config = config();
    if (config.validationFraction() == 0) {
      return fit(dataset, dataset.take(0));
    }
    EmnistDataset.TrainValidation split =
        dataset.stratifiedSplit(config.validationFraction(), config.seed());
    return fit(split.train(), split.validation());
  }

  /**
   * Trains on one data set and validates on another.
   *
   * @param train of the network's input size and number of classes, at least one image
   * @param validation of the same classes; empty for no validation
   * @return the trained model and its history
   * @throws IllegalArgumentException if the data does not fit the network or the start model, is
   *     not the data of the run to resume or reproduce, or is empty where early stopping watches it
   * @throws TrainingException if the training diverges, or the thread is interrupted
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written
   */
  public TrainingResult fit(EmnistDataset train, EmnistDataset validation) {
    return fit(train, List.of(), validation);
  }

  /**
   * Trains on several data sets, each with its share of the draws, and validates on another one. A
   * class that a data set lacks is drawn from the others. With {@code samplesPerClass} all classes
   * are drawn equally often, otherwise as often as each data set has them.
   *
   * <pre>{@code
   * trainer.fit(
   *     List.of(new Trainer.Source("EMNIST", emnist, 2), new Trainer.Source("ink", strokes, 1)),
   *     validation);
   * }</pre>
   *
   * <p>The model's provenance records names, weights and contents; a resumed or reproduced run
   * needs the same.
   *
   * @param sources of the network's input size and number of classes, at least one
   * @param validation of the same classes; empty for no validation
   * @return the trained model and its history
   * @throws IllegalArgumentException if there is no source, two have the same name, or as {@link
   *     #fit(EmnistDataset, EmnistDataset)}
   * @throws TrainingException as {@link #fit(EmnistDataset, EmnistDataset)}
   */
  public TrainingResult fit(List<Source> sources, EmnistDataset validation) {
    if (sources.isEmpty()) {
      throw new IllegalArgumentException("there is no source to train on");
    }
    List<String> names = sources.stream().map(Source::name).toList();
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("the sources' names " + names + " must differ");
    }
    EmnistDataset[] others =
        sources.stream().skip(1).map(Source::dataset).toArray(EmnistDataset[]::new);
    return fit(sources.get(0).dataset().concat(others), sources, validation);
  }

  /**
   * A data set with its share of the training.
   *
   * @param name its name in the model's provenance, not blank
   * @param dataset its images
   * @param weight its share of the draws relative to the other sources, positive
   * @param asFound whether its classes are drawn as often as it has them even with {@code
   *     samplesPerClass}, so that the network learns which characters are frequent in such images
   */
  public record Source(String name, EmnistDataset dataset, double weight, boolean asFound) {
    /**
     * Throws {@link IllegalArgumentException} if the name is blank, the data set is empty, or the
     * weight is not a positive number.
     */
    public Source {
      if (name.isBlank()) {
        throw new IllegalArgumentException("the source's name must not be blank");
      }
      if (dataset.size() == 0) {
        throw new IllegalArgumentException("source " + name + ": the data set is empty");
      }
      if (!(weight > 0 && weight < Double.POSITIVE_INFINITY)) {
        throw Messages.illegal("source %s: weight (%s) must be a positive number", name, weight);
      }
    }

    /**
     * Creates a source whose classes are drawn as the settings say.
     *
     * @param name its name in the model's provenance, not blank
     * @param dataset its images
     * @param weight its share of the draws relative to the other sources, positive
     */
    public Source(String name, EmnistDataset dataset, double weight) {
      this(name, dataset, weight, false);
    }
  }

  private TrainingResult fit(EmnistDataset train, List<Source> sources, EmnistDataset validation) {
    TrainingConfig config = config();
    origin.checkFits(train, validation);
    if (train.size() == 0) {
      throw new IllegalArgumentException("the training data is empty");
    }
    if (config.watchesValidation() && validation.size() == 0) {
      throw new IllegalArgumentException(
          "early stopping or the learning rate watches the validation data, which is empty");
    }
    origin.checkSettings(config);
    if (origin.resumed().isPresent() && fitted) {
      throw new IllegalStateException(
          "a resumed trainer can fit only once; call Trainer.resume again");
    }
    origin.sameData().ifPresent(model -> Provenance.checkData(model, train, sources, validation));
    fitted = true;
    RunPlan plan =
        new RunPlan(
            origin,
            config,
            train,
            List.copyOf(sources),
            validation,
            List.copyOf(listeners),
            Optional.ofNullable(checkpoints),
            warnings,
            nanoClock);
    return new TrainingRun(plan).run();
  }

  /**
   * Checks before a long run that network, data, optimizer and learning rate work together: the
   * network must soon overfit one batch. Everything that prevents overfitting is off: augmentation,
   * mixing, dropout, label smoothing, class weights and weight averaging.
   *
   * @param dataset the batch is drawn from it with the seed
   * @return the outcome of at most 300 steps
   * @throws IllegalArgumentException if the data is empty or does not fit the network
   */
  public OneBatchResult overfitOneBatch(EmnistDataset dataset) {
    TrainingConfig config = config();
    origin.checkFits(dataset, dataset.take(0));
    return OneBatchCheck.run(
        origin.architecture(), origin.initialWeights(config.seed()), config, dataset, CHECK_STEPS);
  }

  /**
   * Runs {@link #findLearningRate(EmnistDataset, double, double, int)} from 1e-7 to 10 in 100
   * steps.
   *
   * @param dataset of the network's input size and number of classes
   * @return the losses measured
   */
  public LearningRateSweep findLearningRate(EmnistDataset dataset) {
    return findLearningRate(dataset, 1e-7, 10, 100);
  }

  /**
   * Finds a learning rate with a short run in which it rises exponentially from step to step, until
   * the smoothed loss exceeds 4 times its minimum or is no longer finite (Smith 2017,
   * arXiv:1506.01186; range, steps and end as in fastai's {@code lr_find}). The run uses the
   * training part and the settings of {@link #fit(EmnistDataset)}, except for schedule, epochs,
   * steps, early stopping, time limit, averaging and plain share; this trainer's listeners receive
   * its events. The result depends on the optimizer and the batch size.
   *
   * <pre>{@code
   * double peak = trainer.findLearningRate(emnist.train()).suggestion().orElseThrow();
   * }</pre>
   *
   * @param dataset of the network's input size and number of classes
   * @param lowest the first rate, positive
   * @param highest just above the last rate, above {@code lowest}
   * @param steps of the run, at least 10; with more, noise matters less
   * @return the losses measured
   * @throws IllegalArgumentException if a number is outside its range, or the data does not fit the
   *     network or the start model
   * @throws IllegalStateException if this trainer resumes a run or saves checkpoints
   * @throws TrainingException if the thread is interrupted, or the first loss is not finite
   */
  public LearningRateSweep findLearningRate(
      EmnistDataset dataset, double lowest, double highest, int steps) {
    if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
      throw Messages.illegal("the rates must be 0 < lowest (%s) < highest (%s)", lowest, highest);
    }
    Checks.atLeast("steps", steps, 10);
    if (origin.resumed().isPresent() || checkpoints != null) {
      throw new IllegalStateException(
          "finding a learning rate needs a trainer that neither resumes a run nor saves checkpoints");
    }
    TrainingConfig config = config();
    EmnistDataset train =
        config.validationFraction() == 0
            ? dataset
            : dataset.stratifiedSplit(config.validationFraction(), config.seed()).train();
    int epochSize =
        config.samplesPerClass() == 0
            ? train.size()
            : Sampler.classBalanced(train, config.samplesPerClass()).epochSize();
    int stepsPerEpoch = Math.max(1, epochSize / config.batchSize());
    SweepRecorder recorder = new SweepRecorder(steps);
    Trainer run =
        origin
            .start()
            .map(Trainer::from)
            .orElseGet(() -> of(origin.architecture()))
            .settings(config)
            .schedule(LearningRateSchedule.exponential(lowest, highest))
            .maxSteps(steps)
            .epochs((steps + stepsPerEpoch - 1) / stepsPerEpoch)
            .earlyStopping(null)
            .timeLimit(null)
            .averaging(null)
            .plainShare(0)
            .clock(nanoClock)
            .listener(recorder);
    listeners.forEach(run::listener);
    try {
      run.fit(train, train.take(0));
    } catch (TrainingException e) {
      if (Thread.currentThread().isInterrupted() || recorder.sweep().points().isEmpty()) {
        throw e;
      }
    }
    return recorder.sweep();
  }

  @Override
  protected Trainer self() {
    return this;
  }

  /**
   * The outcome of {@link #overfitOneBatch}.
   *
   * @param images in the batch
   * @param steps taken
   * @param firstLoss mean cross-entropy before the first step, in nats
   * @param lastLoss mean cross-entropy before the last step's update, in nats; not finite if the
   *     training diverged
   * @param accuracy on the batch before the last step's update, in [0, 1]
   */
  public record OneBatchResult(
      int images, int steps, double firstLoss, double lastLoss, double accuracy) {
    /** The loss at which the right class has a probability of 95 % (geometric mean). */
    static final double SMALL_LOSS = 0.05;

    /**
     * {@return whether the network recognises every image of the batch, with a loss of at most 0.05
     * nats} If not, it will hardly learn a whole data set: check the learning rate, the labels,
     * frozen layers and the last layers first. Two equal images with different labels in the batch
     * cannot be learnt either.
     */
    public boolean passed() {
      return accuracy == 1 && lastLoss <= SMALL_LOSS;
    }

    /** Returns one sentence for people. */
    @Override
    public String toString() {
      return Messages.format(
          "%s one batch of %d images in %d steps: loss %.4f, then %.4f; accuracy %.1f %%",
          passed() ? "overfits" : "does not overfit",
          images,
          steps,
          firstLoss,
          lastLoss,
          100 * accuracy);
    }
  }

  /**
   * Records each step's rate and loss, and stops the run when it diverges. The moving average spans
   * a tenth of the sweep; fastai's spans half of it and lags so far behind the losses that its
   * steepest descent can lie where they rise again.
   */
  static final class SweepRecorder implements TrainingListener {
    private static final int SPANS = 10;
    private static final double DIVERGED = 4;

    private final double decay;
    private final List<Point> points = new ArrayList<>();
    private double lossSum;
    private double average;
    private double lowest = Double.POSITIVE_INFINITY;

    SweepRecorder(int steps) {
      this.decay = 1 - (double) SPANS / steps;
    }

    @Override
    public Decision stepEnded(StepReport report) {
      double before = report.stepInEpoch() == 1 ? 0 : lossSum;
      lossSum = report.trainLoss() * report.stepInEpoch(); // the report has the epoch's mean
      double loss = lossSum - before;
      average = decay * average + (1 - decay) * loss;
      double smoothed = average / (1 - Math.pow(decay, points.size() + 1.0));
      points.add(new Point(report.learningRate(), loss, smoothed));
      lowest = Math.min(lowest, smoothed);
      return smoothed > DIVERGED * lowest ? Decision.STOP : Decision.CONTINUE;
    }

    LearningRateSweep sweep() {
      return new LearningRateSweep(points);
    }
  }
}
