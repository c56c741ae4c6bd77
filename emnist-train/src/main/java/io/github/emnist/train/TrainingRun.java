package io.github.emnist.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.Sampler;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.checkpoint.Checkpoint;
import io.github.emnist.train.checkpoint.RunPosition;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.Decision;
import io.github.emnist.train.history.TrainingListener.StepReport;
import io.github.emnist.train.tensorflow.Score;
import io.github.emnist.train.tensorflow.TrainingNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One run of a {@link Trainer}: epochs of steps, each followed by a validation. Used once. */
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
    plan.resumed().ifPresent(checkpoint -> resumedAt.add(from.step()));
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

  /** A listener that fails as well must hide neither the cause nor the other listeners. */
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
        save(network.weights()); // so that a run can go on whenever it is cut off
      }
      boolean paused = !ended && runEpochs();
      TrainingHistory history = history();
      Weights weights = kept(network.weights());
      if (paused) {
        plan.listeners().forEach(listener -> listener.paused(history));
      } else {
        plan.listeners().forEach(listener -> listener.finished(history));
      }
      ModelBundle model =
          paused ? models.bundle(weights, history) : models.finalBundle(weights, history);
      return new TrainingResult(model, config, history, plan.validation(), paused);
    }
  }

  private float[] classWeights() {
    int[] histogram = plan.train().classCounts();
    float[] ones = new float[histogram.length];
    Arrays.fill(ones, 1);
    return config.classWeights().map(weights -> weights.of(histogram)).orElse(ones);
  }

  /**
   * What is known of the data does not change; how the machine computes may, after a resumption.
   */
  private ObjectNode provenance() {
    ObjectNode provenance = Provenance.of(plan, network.settings());
    plan.start()
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
    List<TrainingHistory.Point> points = curve == null ? curveBehind() : curve.points();
    return new TrainingHistory(records, best.restoredEpoch(), points);
  }

  /** What the checkpoint's model remembers. */
  private List<TrainingHistory.Point> curveBehind() {
    if (plan.resumed().isEmpty()) {
      return List.of();
    }
    try {
      return TrainingHistory.of(plan.resumed().get().model().metadata()).curve();
    } catch (MalformedDataException e) {
      return List.of(); // of a version that kept none
    }
  }

  private Weights kept(Weights now) {
    return best.restored().orElse(now);
  }

  /** Returns whether the run was paused. */
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

  /** Takes the steps that are left of the epoch. */
  private Decision runSteps() {
    int[] sequence = sampler.epoch(config.seed(), epoch.number());
    try (BatchFeeder feeder =
        new BatchFeeder(plan.train(), sequence, batchSize, epoch.steps(), config, epoch.number())) {
      while (epoch.steps() < stepsPerEpoch && (pace.progress(step) < 1 || epoch.steps() == 0)) {
        takeStep(feeder);
        Decision decision = tellStep();
        boolean pause = decision == Decision.PAUSE;
        if (pause || (epoch.steps() < stepsPerEpoch && models.isDueAfter(step))) {
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
    double rate = schedule.rate(pace.progress(step), epoch.number());
    Score score = network.step(feeder.next(), step, rate);
    learningRate = rate;
    step++;
    epoch.add(score);
    curve.add(
        score,
        step,
        pace.progress(step),
        epoch.steps() < stepsPerEpoch, // the epoch's end has a validation of its own
        images -> {
          long begin = pace.now();
          Score validated = Validation.of(network, images);
          epoch.leaveOut(pace.secondsSince(begin));
          return validated;
        });
    divergence.after(score).ifPresent(this::failDiverged);
  }

  private TrainingException interrupted() {
    Optional<String> saved;
    try {
      saved = save(network.weights()); // an interrupted thread could not write
    } finally {
      Thread.currentThread().interrupt();
    }
    return new TrainingException(
        String.format(
            Locale.ROOT,
            "interrupted after step %d of epoch %d%s",
            epoch.steps(),
            epoch.number() + 1,
            saved.map(folder -> "; it can go on from " + folder).orElse("")));
  }

  private void failDiverged(String problem) {
    String where =
        epoch == null
            ? "after epoch " + records.size()
            : String.format(
                Locale.ROOT, "after step %d of epoch %d", epoch.steps(), epoch.number() + 1);
    throw new TrainingException(
        String.format(
            Locale.ROOT,
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
            epoch.number() + 1,
            config.epochs(),
            step,
            epoch.steps(),
            stepsPerEpoch,
            epoch.sum().images() / epoch.seconds(),
            learningRate,
            epoch.sum().meanLoss(),
            epoch.sum().accuracy(),
            pace.seconds() * (1 - progress) / progress,
            passes((long) stepsPerEpoch * batchSize));
    return strictest(plan.listeners().stream().map(l -> l.stepEnded(report)).toList());
  }

  private double passes(long images) {
    return (double) images / plan.train().size();
  }

  /** What all listeners together want: to pause goes before to stop, to stop before to go on. */
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
            epoch.number() + 1,
            step,
            pace.seconds(),
            epoch.sum().images() / trainSeconds,
            learningRate,
            epoch.sum().meanLoss(),
            epoch.sum().accuracy(),
            validated.meanLoss(),
            validated.accuracy(),
            epoch.sum().images(),
            passes(epoch.sum().images()));
    records.add(record);
    schedule.epochEnded(record);
    boolean isBest = best.offer(record, weights);
    List<Decision> decisions = new ArrayList<>(List.of(soFar));
    plan.listeners().forEach(listener -> decisions.add(listener.epochEnded(record)));
    Decision decision = strictest(decisions);
    epoch = null;
    lastGood = Optional.of(models.bundle(weights, history()));
    ended = decisions.contains(Decision.STOP) || best.exhausted() || pace.progress(step) >= 1;
    if (ended || decision == Decision.PAUSE || models.isDueAfterEpoch(records.size())) {
      save(weights);
    }
    if (isBest) { // behind the checkpoint, so that it is never of an epoch that a resumed run lacks
      models.saveBest(weights, history());
    }
    return decision;
  }

  /** Saves a checkpoint where they are asked for. Returns where. */
  private Optional<String> save(Weights weights) {
    Weights state = network.state();
    Divergence.in(weights).or(() -> Divergence.in(state)).ifPresent(this::failDiverged);
    return models.save(kept(weights), history(), position(), state, best.weights());
  }

  private RunPosition position() {
    Score sum = epoch == null ? Score.NONE : epoch.sum();
    return new RunPosition(
        step,
        records.size(),
        epoch == null ? 0 : epoch.steps(),
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
}
