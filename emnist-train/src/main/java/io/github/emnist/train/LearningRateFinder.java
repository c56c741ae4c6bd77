package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.Sampler;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds a learning rate with a short run in which it rises exponentially from step to step until
 * the loss diverges (Smith 2017, arXiv:1506.01186; range, steps and end as fastai's {@code
 * lr_find}).
 *
 * <pre>{@code
 * LearningRateSweep sweep =
 *     LearningRateFinder.of(CnnArchitecture.emnistCnn()).settings(config).find(emnist.train());
 * double peak = sweep.suggestion().orElseThrow();
 * }</pre>
 *
 * <p>The rate that is found belongs to the settings: another optimizer or batch size has another.
 * Not thread-safe.
 */
public final class LearningRateFinder {
  private final Supplier<Trainer> trainer;
  private TrainingConfig config = TrainingConfig.standard();
  private double lowest = 1e-7;
  private double highest = 10;
  private int steps = 100;
  private Optional<TrainingListener> progress = Optional.empty();

  private LearningRateFinder(Supplier<Trainer> trainer) {
    this.trainer = trainer;
  }

  /**
   * Tries rates on a network with random weights, with the standard recipe's settings, from 1e-7 to
   * 10 in 100 steps.
   *
   * @param architecture the network to train
   * @return a finder
   */
  public static LearningRateFinder of(CnnArchitecture architecture) {
    Objects.requireNonNull(architecture, "architecture");
    return new LearningRateFinder(() -> Trainer.of(architecture));
  }

  /**
   * Tries rates on a trained network, to go on with it; otherwise as {@link #of}.
   *
   * @param model gives the network and the weights to start from
   * @return a finder
   */
  public static LearningRateFinder from(ModelBundle model) {
    Objects.requireNonNull(model, "model");
    return new LearningRateFinder(() -> Trainer.from(model));
  }

  /**
   * Sets how the run trains.
   *
   * @param config all but its schedule, number of epochs and steps, early stopping, time limit and
   *     averaging is followed
   * @return this
   */
  public LearningRateFinder settings(TrainingConfig config) {
    this.config = Objects.requireNonNull(config, "config");
    return this;
  }

  /**
   * Sets the rates to try.
   *
   * @param lowest the first, positive
   * @param highest just above the last, above the lowest
   * @return this
   * @throws IllegalArgumentException if they are not so
   */
  public LearningRateFinder range(double lowest, double highest) {
    if (!(lowest > 0 && highest > lowest && highest < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the rates must be 0 < lowest (%s) < highest (%s)", lowest, highest));
    }
    this.lowest = lowest;
    this.highest = highest;
    return this;
  }

  /**
   * Sets in how many steps the rate rises. More of them take longer, and see less of the noise of
   * the batches.
   *
   * @param steps at least 10
   * @return this
   * @throws IllegalArgumentException if there are fewer
   */
  public LearningRateFinder steps(int steps) {
    if (steps < 10) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "steps (%d) must be at least 10", steps));
    }
    this.steps = steps;
    return this;
  }

  /**
   * Shows the run's progress. Where the loss is no longer a finite number, the run fails as far as
   * this listener is told, which is no failure of the finder.
   *
   * @param progress for example {@link io.github.emnist.train.progress.Progress#console()}
   * @return this
   */
  public LearningRateFinder progress(TrainingListener progress) {
    this.progress = Optional.of(progress);
    return this;
  }

  /**
   * Makes the run, on the part of the data that a {@link Trainer} with the same settings would
   * train on. It ends when the smoothed loss is 4 times its lowest, or no longer a finite number.
   *
   * @param dataset of the network's input size and number of classes
   * @return what was measured
   * @throws IllegalArgumentException if the data does not fit the network or the model to start
   *     from
   * @throws TrainingException if the thread is interrupted, or the loss is not a finite number from
   *     the first step on
   */
  public LearningRateSweep find(EmnistDataset dataset) {
    EmnistDataset train =
        config.validationFraction() == 0
            ? dataset
            : dataset.stratifiedSplit(config.validationFraction(), config.seed()).remainder();
    SweepRecorder recorder = new SweepRecorder(steps);
    Trainer run = trainer.get().settings(sweeping(train)).listener(recorder);
    progress.ifPresent(run::listener);
    try {
      run.fit(train, train.take(0));
    } catch (TrainingException e) {
      if (Thread.currentThread().isInterrupted() || recorder.sweep().points().isEmpty()) {
        throw e;
      }
    }
    return recorder.sweep();
  }

  private TrainingConfig sweeping(EmnistDataset train) {
    int epochSize =
        config.samplesPerClass() == 0
            ? train.size()
            : Sampler.classBalanced(train, config.samplesPerClass()).epochSize();
    int stepsPerEpoch = Math.max(1, epochSize / config.batchSize());
    return config.toBuilder()
        .schedule(LearningRateSchedule.exponential(lowest, highest))
        .maxSteps(steps)
        .epochs((steps + stepsPerEpoch - 1) / stepsPerEpoch)
        .earlyStopping(null)
        .timeLimit(null)
        .averaging(null)
        .build();
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
