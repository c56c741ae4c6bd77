package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Sampler;
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
 * Trains a network. Without settings of your own it follows the standard recipe:
 *
 * <pre>{@code
 * TrainingResult result =
 *     Trainer.of(CnnArchitecture.emnistCnn()).progress(Progress.console()).fit(emnist.train());
 * }</pre>
 *
 * <p>Not thread-safe; one trainer may fit several times, a resumed one once.
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
   * Starts with the default settings: the standard recipe's, with epochs of one pass over the data.
   * For EMNIST itself, {@code settings(TrainingConfig.standard())} draws every class equally often.
   *
   * @param architecture the network to train, from random weights
   * @return a trainer
   */
  public static Trainer of(CnnArchitecture architecture) {
    return new Trainer(Origin.of(Objects.requireNonNull(architecture, "architecture")));
  }

  /**
   * Starts with the default settings and goes on from a trained model, for example on other images
   * of the same classes. Its optimizer state is not kept; a lower learning rate than the standard
   * one changes the model less.
   *
   * @param model gives the network and the weights to start from
   * @return a trainer
   */
  public static Trainer from(ModelBundle model) {
    return new Trainer(Origin.from(model));
  }

  /**
   * Goes on with a run that was paused or cut off, from its newest checkpoint; from the one before,
   * with a warning to the listeners, where that is damaged. The settings are the run's; {@link
   * #fit} must be given the same data. With {@code deterministic} the weights become, to the bit,
   * those of a run that was never interrupted.
   *
   * @param checkpoints the folder that the run was given as {@link #checkpoints}; it goes on saving
   *     there
   * @return a trainer
   * @throws java.nio.file.NoSuchFileException if there is no checkpoint
   * @throws io.github.emnist.model.bundle.ModelFormatException if none is whole
   * @throws MalformedDataException if the settings hold a transform of the user's own; give them
   *     with {@link #resume(Path, TrainingConfig)}
   * @throws IOException if it cannot be read
   */
  public static Trainer resume(Path checkpoints) throws IOException {
    List<String> warnings = new ArrayList<>();
    Checkpoint newest = CheckpointStore.newest(checkpoints, warnings::add);
    String json =
        newest
            .settings()
            .json()
            .orElseThrow(
                () ->
                    new MalformedDataException(
                        checkpoints.toString(),
                        0,
                        "settings with a transform of the user's own, which cannot be read back",
                        "settings given as resume(checkpoints, settings)"));
    return resume(
        newest, checkpoints, TrainingConfig.fromJson(json, checkpoints.toString()), warnings);
  }

  /**
   * {@return whether there is something to {@link #resume}: a run saves before its first step}
   *
   * @param checkpoints the folder that a run was given, possibly not there
   * @throws IOException if the folder cannot be read
   */
  public static boolean canResume(Path checkpoints) throws IOException {
    return CheckpointStore.hasAny(checkpoints);
  }

  /**
   * As {@link #resume(Path)} for a run with transforms of the user's own, which can be neither read
   * back nor compared.
   *
   * @param checkpoints the folder that the run was given as {@link #checkpoints}
   * @param settings the run's own
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

  /** {@return where a run goes on; empty for a trainer that begins} */
  public Optional<Position> resumesAt() {
    return origin
        .resumed()
        .map(Checkpoint::position)
        .map(at -> new Position(at.epochs(), at.step(), at.ended()));
  }

  /**
   * How far a run is.
   *
   * @param epochs that ended
   * @param step optimizer steps so far
   * @param ended whether the run is over, so that {@code fit} only returns its result
   */
  public record Position(int epochs, long step, boolean ended) {}

  /**
   * Trains again as a model was trained: its network, its settings, the same seed. {@link #fit}
   * must be given the same data. With {@code deterministic} the weights become the same to the bit,
   * on a processor of the same kind.
   *
   * @param model whose provenance is followed
   * @return a trainer
   * @throws MalformedDataException if the model does not remember its settings in a form that can
   *     be read back
   * @throws IllegalArgumentException if its training had not ended, or began with another model's
   *     weights
   */
  public static Trainer reproducing(ModelBundle model) throws MalformedDataException {
    return reproducing(model, Optional.empty());
  }

  /**
   * As {@link #reproducing(ModelBundle)} for a model whose training began with another model.
   *
   * @param model whose provenance is followed
   * @param start the model that its training began with
   * @return a trainer
   * @throws MalformedDataException as {@link #reproducing(ModelBundle)}
   * @throws IllegalArgumentException if the training had not ended, or began with other weights
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
   * Adds a listener; several are told in the order in which they were added.
   *
   * @param listener told of the run's progress
   * @return this
   */
  public Trainer listener(TrainingListener listener) {
    listeners.add(Objects.requireNonNull(listener, "listener"));
    return this;
  }

  /**
   * Shows the run's progress.
   *
   * @param progress for example {@link io.github.emnist.train.progress.Progress#console()}
   * @return this
   */
  public Trainer progress(TrainingListener progress) {
    return listener(progress);
  }

  /**
   * Saves a checkpoint after every epoch, so that {@link #resume} can go on with a run that is cut
   * off.
   *
   * @param folder created where there is none
   * @return this
   * @throws IllegalStateException if this trainer goes on with a run
   */
  public Trainer checkpoints(Path folder) {
    return checkpoints(Checkpoints.in(folder));
  }

  /**
   * Saves checkpoints, so that {@link #resume} can go on with a run that is cut off.
   *
   * @param rule where, how often, and how many stay
   * @return this
   * @throws IllegalStateException if this trainer goes on with a run
   */
  public Trainer checkpoints(Checkpoints rule) {
    if (origin.resumed().isPresent()) {
      throw new IllegalStateException("a resumed run goes on saving where it did");
    }
    this.checkpoints = Objects.requireNonNull(rule, "rule");
    return this;
  }

  /**
   * Replaces the clock that speeds and time limits are read from.
   *
   * @param nanoClock nanoseconds since any fixed moment, never falling
   * @return this
   */
  public Trainer clock(LongSupplier nanoClock) {
    this.nanoClock = Objects.requireNonNull(nanoClock, "nanoClock");
    return this;
  }

  /**
   * {@return the settings as they are now, an immutable copy}
   *
   * @throws IllegalArgumentException if they contradict each other
   */
  public TrainingConfig settings() {
    return config();
  }

  /**
   * Trains on a data set, of which a stratified part is held out to validate.
   *
   * @param dataset of the network's input size and number of classes
   * @return the trained weights with all that belongs to them
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
   * @param validation of the same classes; an empty one means no validation
   * @return the trained weights with all that belongs to them
   * @throws IllegalArgumentException if the data does not fit the network or the model to start
   *     from, is not the data of the run to go on with or to reproduce, or early stopping is asked
   *     for and {@code validation} is empty
   * @throws TrainingException if the loss is no longer a finite number, the training diverges, or
   *     the thread is interrupted
   * @throws java.io.UncheckedIOException if a checkpoint cannot be written
   */
  public TrainingResult fit(EmnistDataset train, EmnistDataset validation) {
    return fit(train, List.of(), validation);
  }

  /**
   * Trains on several data sets, each for its share of the draws, and validates on another one. A
   * class that a data set lacks is drawn from the others. With {@code samplesPerClass} the classes
   * are drawn equally often, without as each data set has them.
   *
   * <pre>{@code
   * trainer.fit(
   *     List.of(new Trainer.Source("EMNIST", emnist, 2), new Trainer.Source("ink", strokes, 1)),
   *     validation);
   * }</pre>
   *
   * <p>The model remembers names, weights and contents; a resumed or reproduced run must be given
   * the same.
   *
   * @param sources of the network's input size and number of classes, at least one
   * @param validation of the same classes; an empty one means no validation
   * @return the trained weights with all that belongs to them
   * @throws IllegalArgumentException if there is no source, two have one name, or as {@link
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
   * Names a data set and its share of the training.
   *
   * @param name what the model remembers it by, not blank
   * @param dataset its images
   * @param weight its share of the draws beside the other sources', positive
   * @param asFound whether its classes are drawn as often as it has them even where {@code
   *     samplesPerClass} has those of the others drawn equally often: the network learns which
   *     characters are frequent in such images
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
        throw new IllegalArgumentException(
            "source %s: weight (%s) must be a positive number".formatted(name, weight));
      }
    }

    /**
     * Names a data set whose classes are drawn as the settings say.
     *
     * @param name what the model remembers it by, not blank
     * @param dataset its images
     * @param weight its share of the draws beside the other sources', positive
     */
    public Source(String name, EmnistDataset dataset, double weight) {
      this(name, dataset, weight, false);
    }
  }

  /**
   * @param train all images
   * @param sources what they consist of; empty for one data set without a name
   */
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
          "a resumed trainer fits once; to go on again, call Trainer.resume again");
    }
    fitted = true;
    origin.sameData().ifPresent(model -> Provenance.checkData(model, train, sources, validation));
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
   * Checks that network, data, optimizer and learning rate work together before a long run: the
   * network must soon overfit one batch. Everything that prevents overfitting is left out:
   * augmentation, mixing, dropout, label smoothing, class weights and weight averaging.
   *
   * @param dataset a batch is drawn from it with the seed
   * @return what happened within at most 300 steps
   * @throws IllegalArgumentException if the data is empty or does not fit the network
   */
  public OneBatchResult overfitOneBatch(EmnistDataset dataset) {
    TrainingConfig config = config();
    origin.checkFits(dataset, dataset.take(0));
    return OneBatchCheck.run(
        origin.architecture(), origin.initialWeights(config.seed()), config, dataset, CHECK_STEPS);
  }

  /**
   * Finds a learning rate as {@link #findLearningRate(EmnistDataset, double, double, int)}, from
   * 1e-7 to 10 in 100 steps.
   *
   * @param dataset of the network's input size and number of classes
   * @return what was measured
   */
  public LearningRateSweep findLearningRate(EmnistDataset dataset) {
    return findLearningRate(dataset, 1e-7, 10, 100);
  }

  /**
   * Finds a learning rate with a short run in which it rises exponentially from step to step, until
   * the smoothed loss is 4 times its lowest or no longer a finite number (Smith 2017,
   * arXiv:1506.01186; range, steps and end as fastai's {@code lr_find}). The run trains on what
   * {@link #fit(EmnistDataset)} would, with these settings but for the schedule, epochs and steps,
   * early stopping, time limit and averaging. The rate belongs to the settings: another optimizer
   * or batch size has another.
   *
   * <pre>{@code
   * double peak = trainer.findLearningRate(emnist.train()).suggestion().orElseThrow();
   * }</pre>
   *
   * @param dataset of the network's input size and number of classes
   * @param lowest the first rate, positive
   * @param highest just above the last rate, above the lowest
   * @param steps in how many the rate rises, at least 10; more see less of the batches' noise
   * @return what was measured
   * @throws IllegalArgumentException if rates or steps are outside their range, or the data does
   *     not fit the network or the model to start from
   * @throws IllegalStateException if this trainer goes on with a run or saves checkpoints
   * @throws TrainingException if the thread is interrupted, or the loss is not a finite number from
   *     the first step on
   */
  public LearningRateSweep findLearningRate(
      EmnistDataset dataset, double lowest, double highest, int steps) {
    if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          Messages.format("the rates must be 0 < lowest (%s) < highest (%s)", lowest, highest));
    }
    if (steps < 10) {
      throw new IllegalArgumentException(Messages.format("steps (%d) must be at least 10", steps));
    }
    if (origin.resumed().isPresent() || checkpoints != null) {
      throw new IllegalStateException(
          "to find a learning rate, take a trainer that neither resumes a run nor saves one");
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
   * Holds how a network overfitted one batch. Immutable.
   *
   * @param images in the batch
   * @param steps taken, the one with the last figures included
   * @param firstLoss mean cross-entropy before the first step, in nats
   * @param lastLoss mean cross-entropy before the last step's update, in nats; NaN or infinite
   *     where training diverged
   * @param accuracy on the batch before the last step's update, in [0, 1]
   */
  public record OneBatchResult(
      int images, int steps, double firstLoss, double lastLoss, double accuracy) {
    /** An image's own class then has a probability of 95 % in the (geometric) mean. */
    static final double SMALL_LOSS = 0.05;

    /**
     * {@return whether the network knows every image of the batch, with a loss of at most 0.05
     * nats} If it does not, it will hardly learn a whole data set: look at the learning rate, at
     * the labels, at frozen layers and at the network's last layers first; two equal images with
     * different labels in the batch cannot be learnt either.
     */
    public boolean passed() {
      return accuracy == 1 && lastLoss <= SMALL_LOSS;
    }

    /** One sentence for people. */
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
   * Notes each step's rate and loss, and ends the run once it diverges, at 4 times the lowest
   * average as fastai's {@code lr_find}. The average spans a tenth of the sweep; fastai's spans
   * half of one of 100 steps, lags as far behind the losses, and its steepest descent can lie where
   * they rise again.
   */
  static final class SweepRecorder implements TrainingListener {
    private static final int SPANS = 10;
    private static final double DIVERGED = 4;

    private final double decay;
    private final List<Point> points = new ArrayList<>();
    private double lossSum;
    private double average;
    private double lowest = Double.POSITIVE_INFINITY;

    /**
     * Starts a sweep.
     *
     * @param steps that it has at most, at least 10
     */
    SweepRecorder(int steps) {
      this.decay = 1 - (double) SPANS / steps;
    }

    @Override
    public Decision stepEnded(StepReport report) {
      double before = report.stepInEpoch() == 1 ? 0 : lossSum;
      lossSum = report.trainLoss() * report.stepInEpoch(); // the report's is the epoch's mean
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
