package io.github.emnist.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Sampler;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.Checkpoint.RunPosition;
import io.github.emnist.train.EpochImages.BatchFeeder;
import io.github.emnist.train.RunModels.RunLock;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingHistory.Point;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.Decision;
import io.github.emnist.train.history.TrainingListener.StepReport;
import io.github.emnist.train.internal.tensorflow.Score;
import io.github.emnist.train.internal.tensorflow.TrainingNetwork;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Executes one run of a {@link Trainer}: epochs of steps, each followed by a validation. */
final class TrainingRun {
  private final RunPlan plan;
  private final TrainingConfig config;
  private final Sampler sampler;
  private final int batchSize;
  private final int stepsPerEpoch;
  private final LearningRateSchedule.Tracker schedule;
  private final Divergence divergence;
  private final BestEpoch best;
  private final List<EpochRecord> records;
  private final List<Long> resumedAt;

  private Pace pace;
  private LearningCurve curve;
  private TrainingNetwork network;
  private RunModels models;
  private EpochUnderWay epoch;
  private long step;
  private double learningRate;
  private boolean ended;
  private Optional<ModelBundle> lastGood = Optional.empty();

  TrainingRun(RunPlan plan) {
    this.plan = plan;
    this.config = plan.config();
    this.sampler = plan.sampler();
    this.batchSize = Math.min(config.batchSize(), sampler.epochSize());
    this.stepsPerEpoch = sampler.epochSize() / batchSize;
    this.divergence = new Divergence(plan.architecture().classes());

    RunPosition from = from();
    this.step = from.step();
    this.learningRate = from.learningRate();
    this.ended = from.ended();
    this.records = new ArrayList<>(from.history());
    this.resumedAt = new ArrayList<>(from.resumedAt());
    if (plan.resumed().isPresent()) {
      resumedAt.add(from.step());
    }
    this.schedule = config.schedule().tracker();
    records.forEach(schedule::epochEnded);
    this.best = new BestEpoch(config, records, plan.resumed().flatMap(Checkpoint::best));
    if (!records.isEmpty()) {
      lastGood = plan.resumed().map(Checkpoint::model);
    }
  }

  private RunPosition from() {
    return plan.resumed().map(Checkpoint::position).orElse(RunPosition.START);
  }

  TrainingResult run() {
    try {
      Optional<RunLock> lock = plan.checkpoints().map(rule -> RunLock.of(rule.folder()));
      try {
        return train();
      } finally {
        lock.ifPresent(RunLock::close);
      }
    } catch (RuntimeException | Error e) {
      plan.listeners().forEach(listener -> tellFailed(listener, e));
      throw e;
    }
  }

  /** Keeps a failing listener from hiding the cause and from stopping the other listeners. */
  private static void tellFailed(TrainingListener listener, Throwable cause) {
    try {
      listener.failed(cause);
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
    }
  }

  private TrainingResult train() {
    Weights initial = plan.origin().initialWeights(config.seed());
    try (TrainingNetwork created =
        TrainingNetwork.create(plan.architecture(), initial, config, classWeights())) {
      network = created;
      plan.resumed().ifPresent(checkpoint -> network.restore(checkpoint.state()));
      models = new RunModels(plan, provenance());
      models.begin(history(), best.epoch());
      tellBegin();
      pace =
          new Pace(
              config, stepsPerEpoch, batchSize, plan.validation().size(), plan.nanoClock(), from());
      curve =
          new LearningCurve(plan.validation(), config.seed(), curveBehind(), pace.progress(step));
      if (plan.resumed().isEmpty()) {
        save(network.weights()); // so that every interrupted run can be resumed
      }
      boolean paused = !ended && runEpochs();
      TrainingHistory history = history();
      Weights weights = kept(network.weights());
      ModelBundle model =
          paused ? models.bundle(weights, history) : models.finalBundle(weights, history);
      for (TrainingListener listener : plan.listeners()) {
        uninterrupted(
            () -> {
              if (paused) {
                listener.paused(history);
              } else {
                listener.finished(history);
              }
              return null;
            });
      }
      return new TrainingResult(model, config, history, plan.validation(), paused);
    }
  }

  private float[] classWeights() {
    int[] histogram = plan.train().classCounts();
    float[] ones = new float[histogram.length];
    Arrays.fill(ones, 1);
    return config.classWeights().map(weights -> weights.of(histogram)).orElse(ones);
  }

  private ObjectNode provenance() {
    ObjectNode provenance = Provenance.of(plan, network.settings());
    plan.origin()
        .start()
        .map(ModelBundle::weightsSha256)
        .or(() -> plan.resumed().map(Checkpoint::model).flatMap(Provenance::startWeightsSha256))
        .ifPresent(sha256 -> provenance.put("startWeightsSha256", sha256));
    resumedAt.forEach(provenance.withArray("resumedAtStep")::add);
    return provenance;
  }

  private void tellBegin() {
    String description =
        RunDescription.of(plan, (long) stepsPerEpoch * batchSize, batchSize, network.settings());
    for (TrainingListener listener : plan.listeners()) {
      plan.warnings().forEach(listener::warned);
      if (plan.resumed().isPresent()) {
        listener.resumed(description, history());
      } else {
        listener.started(description);
      }
    }
  }

  private TrainingHistory history() {
    List<Point> points = curve == null ? curveBehind() : curve.points();
    return new TrainingHistory(records, best.restoredEpoch(), points);
  }

  /** Returns the curve so far from the checkpoint's model. */
  private List<Point> curveBehind() {
    if (plan.resumed().isEmpty()) {
      return List.of();
    }
    try {
      return TrainingHistory.of(plan.resumed().get().model().metadata()).curve();
    } catch (MalformedDataException e) {
      return List.of(); // an earlier version did not save it
    }
  }

  private Weights kept(Weights now) {
    return best.restored().orElse(now);
  }

  /** Runs the remaining epochs, and returns whether the run was paused. */
  private boolean runEpochs() {
    epoch = new EpochUnderWay(from(), pace);
    while (true) {
      Decision decision = runSteps();
      if (decision != Decision.PAUSE) {
        decision = endEpoch(decision);
      }
      if (decision == Decision.PAUSE || ended) {
        return !ended;
      }
      epoch = new EpochUnderWay(position(), pace);
    }
  }

  /** Takes the remaining steps of the epoch. */
  private Decision runSteps() {
    int[] sequence = sampler.epoch(config.seed(), epoch.number);
    try (BatchFeeder feeder =
        new BatchFeeder(plan.train(), sequence, batchSize, epoch.steps, config, epoch.number)) {
      while (epoch.steps < stepsPerEpoch && (pace.progress(step) < 1 || epoch.steps == 0)) {
        takeStep(feeder);
        Decision decision = tellStep();
        boolean pause = decision == Decision.PAUSE;
        if (pause || (epoch.steps < stepsPerEpoch && models.isDueAfter(step))) {
          save(network.weights());
        }
        if (decision != Decision.CONTINUE) {
          return decision;
        }
      }
      return Decision.CONTINUE;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void takeStep(BatchFeeder feeder) throws InterruptedException {
    double rate = schedule.rate(pace.progress(step), epoch.number);
    Score score = network.step(feeder.next(), step, rate);
    learningRate = rate;
    step++;
    epoch.add(score);
    curve.add(
        score,
        step,
        pace.progress(step),
        epoch.steps < stepsPerEpoch, // an epoch ends with a validation anyway
        images -> {
          long begin = pace.now();
          Score validated = Validation.of(network, images);
          epoch.exclude(pace.secondsSince(begin));
          return validated;
        });
    divergence.after(score).ifPresent(this::failDiverged);
  }

  private TrainingException interrupted() {
    Optional<String> saved;
    try {
      saved = save(network.weights());
    } finally {
      Thread.currentThread().interrupt();
    }
    return new TrainingException(
        Messages.format(
            "interrupted after step %d of epoch %d%s",
            epoch.steps,
            epoch.number + 1,
            saved.map(folder -> "; it can be resumed from " + folder).orElse("")));
  }

  private void failDiverged(String problem) {
    String where =
        epoch == null
            ? "after epoch " + records.size()
            : Messages.format("after step %d of epoch %d", epoch.steps, epoch.number + 1);
    throw new TrainingException(
        Messages.format(
            "%s %s; try a lower learning rate than %.3g%s",
            problem,
            where,
            learningRate,
            lastGood.isEmpty() ? "" : "; the weights of epoch " + records.size() + " are kept"),
        lastGood);
  }

  private Decision tellStep() {
    double progress = pace.progress(step);
    StepReport report =
        new StepReport(
            epoch.number + 1,
            config.epochs(),
            step,
            epoch.steps,
            stepsPerEpoch,
            epoch.sum.images() / epoch.seconds(),
            learningRate,
            epoch.sum.meanLoss(),
            epoch.sum.accuracy(),
            pace.seconds() * (1 - progress) / progress,
            passes((long) stepsPerEpoch * batchSize));
    return strictest(plan.listeners().stream().map(l -> l.stepEnded(report)).toList());
  }

  private double passes(long images) {
    return (double) images / plan.train().size();
  }

  /** Combines the listeners' decisions: PAUSE overrides STOP, which overrides CONTINUE. */
  private static Decision strictest(List<Decision> decisions) {
    if (decisions.contains(Decision.PAUSE)) {
      return Decision.PAUSE;
    }
    return decisions.contains(Decision.STOP) ? Decision.STOP : Decision.CONTINUE;
  }

  private Decision endEpoch(Decision soFar) {
    double trainSeconds = epoch.seconds();
    Weights weights = network.weights();
    Divergence.in(weights).ifPresent(this::failDiverged);
    Score validated = Validation.of(network, plan.validation());
    EpochRecord record =
        new EpochRecord(
            epoch.number + 1,
            step,
            pace.seconds(),
            epoch.sum.images() / trainSeconds,
            learningRate,
            epoch.sum.meanLoss(),
            epoch.sum.accuracy(),
            validated.meanLoss(),
            validated.accuracy(),
            epoch.sum.images(),
            passes(epoch.sum.images()));
    records.add(record);
    schedule.epochEnded(record);
    boolean isBest = best.offer(record, weights);
    List<Decision> decisions = new ArrayList<>(List.of(soFar));
    for (TrainingListener listener : plan.listeners()) {
      decisions.add(uninterrupted(() -> listener.epochEnded(record)));
    }
    Decision decision = strictest(decisions);
    epoch = null;
    lastGood = Optional.of(models.bundle(weights, history()));
    ended = decisions.contains(Decision.STOP) || best.exhausted() || pace.progress(step) >= 1;
    if (ended || decision == Decision.PAUSE || models.isDueAfterEpoch(records.size())) {
      save(weights);
    }
    if (isBest) { // after the checkpoint: a resumed run must know the best epoch
      uninterrupted(
          () -> {
            models.saveBest(weights, history());
            return null;
          });
    }
    return decision;
  }

  /** Saves a checkpoint if the run has them, and returns its folder. */
  private Optional<String> save(Weights weights) {
    Weights state = network.state();
    Divergence.in(weights).or(() -> Divergence.in(state)).ifPresent(this::failDiverged);
    return uninterrupted(
        () -> models.save(kept(weights), history(), position(), state, best.weights()));
  }

  /** Runs what writes files, which an interrupted thread cannot, and stays interrupted. */
  private static <T> T uninterrupted(Supplier<T> writing) {
    boolean interrupted = Thread.interrupted();
    try {
      return writing.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private RunPosition position() {
    Score sum = epoch == null ? Score.NONE : epoch.sum;
    return new RunPosition(
        step,
        records.size(),
        epoch == null ? 0 : epoch.steps,
        sum.images(),
        sum.lossSum(),
        sum.correct(),
        epoch == null ? 0 : epoch.seconds(),
        pace.seconds(),
        learningRate,
        records,
        ended,
        resumedAt);
  }

  /** Scores a data set with the network of a run. */
  static final class Validation {
    private static final int BATCH = 512;

    private Validation() {}

    /** Returns plain loss and hits over all images; {@link Score#NONE} if there are none. */
    static Score of(TrainingNetwork network, EmnistDataset dataset) {
      Score sum = Score.NONE;
      int imageBytes = dataset.width() * dataset.height();
      byte[] images = new byte[BATCH * imageBytes];
      byte[] labels = new byte[BATCH];
      for (int from = 0; from < dataset.size(); from += BATCH) {
        int count = Math.min(BATCH, dataset.size() - from);
        for (int i = 0; i < count; i++) {
          dataset.copyImage(from + i, images, i * imageBytes);
          labels[i] = (byte) dataset.label(from + i);
        }
        sum = sum.plus(network.evaluate(images, labels, count));
      }
      return sum;
    }
  }

  /** The current epoch of a run: its steps so far, and their figures. */
  static final class EpochUnderWay {
    private final int number; // 0-based
    private final Pace pace;
    private final double secondsBefore;
    private final long begin;
    private int steps;
    private Score sum;
    private double excluded;

    /** Starts an epoch, or continues the one that the position is in. */
    EpochUnderWay(RunPosition from, Pace pace) {
      this.number = from.epochs();
      this.pace = pace;
      this.steps = from.stepInEpoch();
      this.sum = new Score(from.epochImages(), from.epochLossSum(), from.epochCorrect());
      this.secondsBefore = from.epochSeconds();
      this.begin = pace.now();
    }

    void add(Score step) {
      steps++;
      sum = sum.plus(step);
    }

    /** Excludes time that was not spent on steps. */
    void exclude(double seconds) {
      excluded += seconds;
    }

    /** Returns the time spent on its steps so far. */
    double seconds() {
      return secondsBefore + pace.secondsSince(begin) - excluded;
    }
  }

  /** Measures the progress of a run, by steps or by time, whichever is further. */
  static final class Pace {
    private static final double NANOS = 1e9;

    private final TrainingConfig config;
    private final int batchSize;
    private final int validationImages;
    private final LongSupplier nanoClock;
    private final long steps;
    private final double secondsBefore;
    private final long begin;

    Pace(
        TrainingConfig config,
        int stepsPerEpoch,
        int batchSize,
        int validationImages,
        LongSupplier nanoClock,
        RunPosition from) {
      this.config = config;
      this.batchSize = batchSize;
      this.validationImages = validationImages;
      this.nanoClock = nanoClock;
      long byEpochs = (long) config.epochs() * stepsPerEpoch;
      this.steps = config.maxSteps() == 0 ? byEpochs : Math.min(config.maxSteps(), byEpochs);
      this.secondsBefore = from.seconds();
      this.begin = nanoClock.getAsLong();
    }

    /** Returns the time spent on the run so far, including the time before interruptions. */
    double seconds() {
      return secondsBefore + secondsSince(begin);
    }

    /** Returns the clock's reading, for {@link #secondsSince}. */
    long now() {
      return nanoClock.getAsLong();
    }

    double secondsSince(long earlier) {
      return (nanoClock.getAsLong() - earlier) / NANOS;
    }

    /** Returns the share of the run that is done after so many steps, in [0, 1]. */
    double progress(long step) {
      double bySteps = (double) step / steps;
      double byTime = config.timeLimit().map(limit -> progressByTime(limit, step)).orElse(0.0);
      return Math.min(1, Math.max(bySteps, byTime));
    }

    /**
     * Reserves time for the last validation: an image takes about a third of its time in a step;
     * half is reserved.
     */
    private double progressByTime(Duration limit, long step) {
      double elapsed = seconds();
      double available = limit.toNanos() / NANOS;
      double perImage = step == 0 ? 0 : elapsed / (step * batchSize);
      double reserve = Math.min(available / 2, perImage / 2 * validationImages);
      return elapsed / (available - reserve);
    }
  }

  /** Tracks the best epoch of a run and decides on early stopping. */
  static final class BestEpoch {
    private final Optional<EarlyStopping> rule;
    private final EarlyStopping.Watch watch;
    private Optional<Weights> weights;

    /** Starts after the epochs of an earlier part of the run, with the weights of the best. */
    BestEpoch(TrainingConfig config, List<EpochRecord> earlier, Optional<Weights> weights) {
      this.rule = config.earlyStopping();
      this.watch = rule.orElse(EarlyStopping.onValidationLoss()).watch();
      earlier.forEach(watch::improvedBy);
      this.weights = weights;
    }

    /** Adds an epoch with its weights, and returns whether it is the best so far. */
    boolean offer(EpochRecord epoch, Weights current) {
      boolean improved = watch.improvedBy(epoch);
      if (improved) {
        weights = Optional.of(current);
      }
      return improved;
    }

    /** Returns the best epoch so far, 1-based; 0 before the first. */
    int epoch() {
      return watch.bestEpoch();
    }

    Optional<Weights> weights() {
      return weights;
    }

    /** Returns whether early stopping ends the run. */
    boolean exhausted() {
      return rule.isPresent() && watch.exhausted();
    }

    /** Returns the weights that early stopping restores at the end; empty if it does not. */
    Optional<Weights> restored() {
      return rule.map(EarlyStopping::restoreBest).orElse(false) ? weights : Optional.empty();
    }

    /** Returns the 1-based epoch of {@link #restored()}. */
    OptionalInt restoredEpoch() {
      return restored().isPresent() ? OptionalInt.of(watch.bestEpoch()) : OptionalInt.empty();
    }
  }

  /**
   * Detects that a run diverges: a loss or weight is not finite, or the mean loss of {@link
   * #WINDOW} steps in a row exceeds {@link #FACTOR} times that of guessing.
   */
  static final class Divergence {
    static final int WINDOW = 100;
    static final double FACTOR = 10;

    private final double limit;
    private double lossSum;
    private long images;
    private int steps;

    Divergence(int classes) {
      limit = FACTOR * Math.log(classes);
    }

    /** Returns the problem after a step, if there is one. */
    Optional<String> after(Score step) {
      if (!Double.isFinite(step.lossSum())) {
        return Optional.of("the loss is " + step.lossSum());
      }
      lossSum += step.lossSum();
      images += step.images();
      if (++steps < WINDOW) {
        return Optional.empty();
      }
      double mean = lossSum / images;
      lossSum = 0;
      images = 0;
      steps = 0;
      return mean <= limit
          ? Optional.empty()
          : Optional.of(
              Messages.format(
                  "the mean loss of %d steps is %.3g, above %.0f times that of guessing, %.3g,",
                  WINDOW, mean, FACTOR, limit));
    }

    /** Returns the problem with weights; empty if all are finite. */
    static Optional<String> in(Weights weights) {
      for (String name : weights.names()) {
        FloatBuffer values = weights.buffer(name);
        for (int i = 0; i < values.limit(); i++) {
          if (!Float.isFinite(values.get(i))) {
            return Optional.of("the weight " + name + " is " + values.get(i));
          }
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Collects about 100 points over a run of any length, each the mean since the point before; about
   * 15 include a validation on a part of the images.
   */
  static final class LearningCurve {
    private static final int POINTS = 100;
    private static final int VALIDATIONS = 15;

    /** Enough for a point of a curve: a standard error of at most 1.6 %. */
    private static final int VALIDATION_IMAGES = 1_000;

    private final EmnistDataset validation;
    private final List<Point> points;
    private Score sum = Score.NONE;
    private int pointsDue;
    private int validationsDue;

    /**
     * Starts a curve, or continues one.
     *
     * @param validation the whole validation part, possibly empty
     * @param soFar the points so far
     * @param progress the share of the run that is done, in [0, 1]
     */
    LearningCurve(EmnistDataset validation, long seed, List<Point> soFar, double progress) {
      this.validation =
          validation.size() > VALIDATION_IMAGES
              ? validation.shuffle(seed).take(VALIDATION_IMAGES)
              : validation;
      this.points = new ArrayList<>(soFar);
      this.pointsDue = (int) (progress * POINTS);
      this.validationsDue = (int) (progress * VALIDATIONS);
    }

    /**
     * Adds a step.
     *
     * @param progress the share of the run that is done
     * @param validates whether a validation is allowed after this step
     * @param validate scores images with the current network
     */
    void add(
        Score step,
        long number,
        double progress,
        boolean validates,
        Function<EmnistDataset, Score> validate) {
      sum = sum.plus(step);
      if ((int) (progress * POINTS) == pointsDue) {
        return;
      }
      pointsDue = (int) (progress * POINTS);
      Score validated = Score.NONE;
      if (validates && validation.size() > 0 && (int) (progress * VALIDATIONS) > validationsDue) {
        validated = validate.apply(validation);
        validationsDue = (int) (progress * VALIDATIONS);
      }
      points.add(
          new Point(
              number,
              rounded(sum.meanLoss()),
              rounded(sum.accuracy()),
              rounded(validated.meanLoss()),
              rounded(validated.accuracy())));
      sum = Score.NONE;
    }

    /** Rounds to six decimals, to keep the model's provenance small. */
    private static double rounded(double figure) {
      return Double.isFinite(figure) ? Math.round(figure * 1e6) / 1e6 : figure;
    }

    List<Point> points() {
      return List.copyOf(points);
    }
  }
}
