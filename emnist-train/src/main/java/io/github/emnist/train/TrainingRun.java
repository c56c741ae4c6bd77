package io.github.emnist.train;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.EpochRecord;
import io.github.emnist.train.history.StepReport;
import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.Decision;
import io.github.emnist.train.tensorflow.Score;
import io.github.emnist.train.tensorflow.TrainingBatch;
import io.github.emnist.train.tensorflow.TrainingNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/** One run of a {@link Trainer}: epochs of steps, each followed by a validation. Used once. */
final class TrainingRun {
  private static final int VALIDATION_BATCH = 512;
  private static final double NANOS = 1e9;

  private final CnnArchitecture architecture;
  private final Optional<ModelBundle> start;
  private final TrainingConfig config;
  private final EmnistDataset train;
  private final EmnistDataset validation;
  private final List<TrainingListener> listeners;
  private final Optional<Path> checkpoints;
  private final LongSupplier nanoClock;

  private final Sampler sampler;
  private final int batchSize;
  private final int stepsPerEpoch;
  private final Optional<EarlyStopping.Watch> watch;
  private final LearningRateSchedule.Tracker rates;
  private final List<EpochRecord> epochs = new ArrayList<>();

  private long begin;
  private long step;
  private double learningRate;
  private Weights best;
  private ObjectNode provenance;

  TrainingRun(
      CnnArchitecture architecture,
      Optional<ModelBundle> start,
      TrainingConfig config,
      EmnistDataset train,
      EmnistDataset validation,
      List<TrainingListener> listeners,
      Optional<Path> checkpoints,
      LongSupplier nanoClock) {
    this.architecture = architecture;
    this.start = start;
    this.config = config;
    this.train = train;
    this.validation = validation;
    this.listeners = List.copyOf(listeners);
    this.checkpoints = checkpoints;
    this.nanoClock = nanoClock;
    this.sampler =
        config.samplesPerClass() == 0
            ? Sampler.shuffled(train)
            : Sampler.classBalanced(train, config.samplesPerClass());
    this.batchSize = Math.min(config.batchSize(), sampler.epochSize());
    this.stepsPerEpoch = sampler.epochSize() / batchSize;
    this.watch = config.earlyStopping().map(EarlyStopping::watch);
    this.rates = config.schedule().tracker();
  }

  TrainingResult run() {
    try {
      return train();
    } catch (RuntimeException | Error e) {
      listeners.forEach(listener -> listener.failed(e));
      throw e;
    }
  }

  private TrainingResult train() {
    Weights initial =
        start
            .map(ModelBundle::weights)
            .orElseGet(() -> Weights.initialize(architecture, config.seed()));
    try (TrainingNetwork network =
        TrainingNetwork.create(architecture, initial, config, classWeights())) {
      provenance = Provenance.of(config, train, validation, network.settings());
      start.ifPresent(model -> provenance.put("startWeightsSha256", model.weightsSha256()));
      listeners.forEach(listener -> listener.started(description(network)));
      begin = nanoClock.getAsLong();
      for (int epoch = 0; epoch < config.epochs(); epoch++) {
        boolean goOn = runEpoch(network, epoch);
        if (!goOn) {
          break;
        }
      }
      Weights weights = best == null ? network.weights() : best;
      TrainingHistory history = history();
      listeners.forEach(listener -> listener.finished(history));
      return new TrainingResult(bundle(weights), config, history);
    }
  }

  private float[] classWeights() {
    if (config.classWeights().isPresent()) {
      return config.classWeights().get().of(train.classCounts());
    }
    float[] ones = new float[architecture.classes()];
    Arrays.fill(ones, 1);
    return ones;
  }

  private TrainingHistory history() {
    return new TrainingHistory(
        epochs, best == null ? OptionalInt.empty() : OptionalInt.of(watch.get().bestEpoch()));
  }

  private ModelBundle bundle(Weights weights) {
    ModelMetadata metadata =
        ModelMetadata.of(architecture, train.labelMap())
            .withProvenance(Provenance.SECTION, Provenance.section(provenance, history()));
    return new ModelBundle(metadata, weights);
  }

  private String description(TrainingNetwork network) {
    return String.format(
        Locale.ROOT,
        "%s, %,d parameters; %,d images to train on, %,d to validate; %s%n%s",
        architecture.name(),
        architecture.parameterCount(),
        train.size(),
        validation.size(),
        network.settings(),
        config);
  }

  /** Trains one epoch and validates. Returns whether another should follow. */
  private boolean runEpoch(TrainingNetwork network, int epoch) {
    long epochBegin = nanoClock.getAsLong();
    Score sum = Score.NONE;
    int[] sequence = sampler.epoch(config.seed(), epoch);
    try (BatchFeeder feeder = new BatchFeeder(train, sequence, batchSize, 0, config, epoch)) {
      for (int i = 0; i < stepsPerEpoch && (progress() < 1 || step == 0); i++) {
        TrainingBatch batch = feeder.next();
        learningRate = rates.rate(progress(), epoch);
        sum = sum.plus(network.step(batch, step, learningRate));
        step++;
        if (!Double.isFinite(sum.lossSum())) {
          throw new TrainingException(
              String.format(
                  Locale.ROOT,
                  "the loss is %s after step %d of epoch %d; try a lower learning rate than %.3g",
                  sum.lossSum(),
                  i + 1,
                  epoch + 1,
                  learningRate));
        }
        report(epoch, i + 1, sum, seconds(epochBegin));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("interrupted in epoch %d".formatted(epoch + 1));
    }
    return endEpoch(network, epoch, sum, seconds(epochBegin));
  }

  private boolean endEpoch(TrainingNetwork network, int epoch, Score sum, double trainSeconds) {
    Score validated = validate(network);
    EpochRecord record =
        new EpochRecord(
            epoch + 1,
            step,
            seconds(begin),
            sum.images() / trainSeconds,
            learningRate,
            sum.meanLoss(),
            sum.accuracy(),
            validated.meanLoss(),
            validated.accuracy());
    epochs.add(record);
    rates.epochEnded(record);
    saveCheckpoint(network);
    boolean goOn = progress() < 1;
    for (TrainingListener listener : listeners) {
      goOn &= listener.epochEnded(record) == Decision.CONTINUE;
    }
    if (watch.isPresent()) {
      if (watch.get().improvedBy(record)) {
        best = network.weights();
      }
      goOn &= !watch.get().exhausted();
    }
    return goOn;
  }

  private void saveCheckpoint(TrainingNetwork network) {
    if (checkpoints.isPresent()) {
      Path last = checkpoints.get().resolve("last");
      try {
        Files.createDirectories(checkpoints.get());
        bundle(network.weights()).save(last);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "cannot write checkpoint " + last + ": " + e.getMessage(), e);
      }
    }
  }

  private Score validate(TrainingNetwork network) {
    Score sum = Score.NONE;
    int imageBytes = validation.width() * validation.height();
    byte[] images = new byte[VALIDATION_BATCH * imageBytes];
    byte[] labels = new byte[VALIDATION_BATCH];
    for (int from = 0; from < validation.size(); from += VALIDATION_BATCH) {
      int count = Math.min(VALIDATION_BATCH, validation.size() - from);
      for (int i = 0; i < count; i++) {
        validation.copyImage(from + i, images, i * imageBytes);
        labels[i] = (byte) validation.label(from + i);
      }
      sum = sum.plus(network.evaluate(images, labels, count));
    }
    return sum;
  }

  /** The share of the run that lies behind, by steps or by time, whichever is further. */
  private double progress() {
    double bySteps = (double) step / ((long) config.epochs() * stepsPerEpoch);
    double byTime = config.timeLimit().map(this::progressByTime).orElse(0.0);
    return Math.min(1, Math.max(bySteps, byTime));
  }

  /**
   * Keeps time for the last validation: an image takes about a third of what it takes in a step,
   * and is reckoned as half.
   */
  private double progressByTime(Duration limit) {
    double elapsed = seconds(begin);
    double available = limit.toNanos() / NANOS;
    double perImage = step == 0 ? 0 : elapsed / (step * batchSize);
    double reserve = Math.min(available / 2, perImage / 2 * validation.size());
    return elapsed / (available - reserve);
  }

  private void report(int epoch, int stepInEpoch, Score sum, double epochSeconds) {
    double progress = progress();
    StepReport report =
        new StepReport(
            epoch + 1,
            config.epochs(),
            step,
            stepInEpoch,
            stepsPerEpoch,
            sum.images() / epochSeconds,
            learningRate,
            sum.meanLoss(),
            sum.accuracy(),
            seconds(begin) * (1 - progress) / progress);
    listeners.forEach(listener -> listener.stepEnded(report));
  }

  private double seconds(long since) {
    return (nanoClock.getAsLong() - since) / NANOS;
  }
}
