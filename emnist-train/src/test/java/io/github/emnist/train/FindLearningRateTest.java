package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.train.config.EarlyStopping;
import io.github.emnist.train.config.LearningRateSchedule;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import io.github.emnist.train.history.LearningRateSweep;
import io.github.emnist.train.history.LearningRateSweep.Point;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindLearningRateTest {
  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(20, 4).train();

  private static final CnnArchitecture SMALL =
      CnnArchitecture.builder()
          .name("small-test")
          .input(28, 28, 1)
          .maxPool(4)
          .flatten()
          .dense(10)
          .softmax()
          .build();

  /** 180 images to train on, 9 steps an epoch. */
  private static TrainingConfig.Builder settings() {
    return TrainingConfig.builder()
        .precision(Precision.FLOAT32)
        .batchSize(20)
        .samplesPerClass(0)
        .validationFraction(0.1)
        .labelSmoothing(0);
  }

  /** Remembers each step's report, and how the run ended. */
  private static final class Steps implements TrainingListener {
    final List<StepReport> reports = new ArrayList<>();
    boolean failed;

    @Override
    public Decision stepEnded(StepReport report) {
      reports.add(report);
      return Decision.CONTINUE;
    }

    @Override
    public void failed(Throwable cause) {
      failed = true;
    }
  }

  @Test
  void ratesRiseByTheSameFactorOverSeveralEpochs() {
    LearningRateSweep sweep =
        Trainer.of(SMALL).settings(settings().build()).findLearningRate(DIGITS, 1e-5, 1e-1, 40);

    List<Point> points = sweep.points();
    assertThat(points).hasSize(40);
    for (int i = 0; i < 40; i++) {
      double rate = Math.pow(10, -5 + 0.1 * i);
      assertThat(points.get(i).rate()).isCloseTo(rate, within(1e-9 * rate));
      assertThat(points.get(i).loss()).isPositive();
    }
    assertThat(sweep.suggestion()).isPresent();
    assertThat(sweep.lowest().orElseThrow().smoothedLoss())
        .isLessThan(0.9 * points.get(0).smoothedLoss());
  }

  /** The independent way to the same losses: a trainer with a schedule of one rate. */
  @Test
  void trainsAsATrainerDoes() {
    TrainingConfig config = settings().build();
    Steps steps = new Steps();
    Trainer.of(SMALL)
        .settings(config)
        .epochs(1)
        .schedule(LearningRateSchedule.constant(1e-30))
        .listener(steps)
        .fit(DIGITS);

    LearningRateSweep sweep =
        Trainer.of(SMALL).settings(config).findLearningRate(DIGITS, 1e-30, 1.1e-30, 10);

    double sum = 0;
    for (int i = 0; i < steps.reports.size(); i++) {
      sum += sweep.points().get(i).loss();
      assertThat(sum / (i + 1)).isCloseTo(steps.reports.get(i).trainLoss(), within(1e-4));
    }
    assertThat(steps.reports).hasSize(9);
  }

  @Test
  void endsWhenTheLossDiverges() {
    Steps steps = new Steps();

    LearningRateSweep sweep =
        Trainer.of(SMALL)
            .settings(settings().build())
            .listener(steps)
            .findLearningRate(DIGITS, 1e-3, 1e6, 100);

    List<Point> points = sweep.points();
    assertThat(points).hasSizeLessThan(100).hasSameSizeAs(steps.reports);
    assertThat(points.get(points.size() - 1).smoothedLoss())
        .isGreaterThan(4 * sweep.lowest().orElseThrow().smoothedLoss());
    assertThat(points.get(points.size() - 1).rate()).isLessThan(1e6);
    assertThat(steps.failed).isFalse();
  }

  @Test
  void aLossThatIsNotFiniteEndsTheSweep() {
    Steps steps = new Steps();

    LearningRateSweep sweep =
        Trainer.of(SMALL)
            .settings(settings().build())
            .listener(steps)
            .findLearningRate(DIGITS, 1e-30, 1e38, 10);

    assertThat(sweep.points()).isNotEmpty().hasSizeLessThan(10);
  }

  @Test
  void ignoresSettingsThatWouldAffectTheSweep() {
    TrainingConfig config =
        settings()
            .epochs(1)
            .maxSteps(2)
            .schedule(LearningRateSchedule.reduceOnPlateau(7))
            .earlyStopping(EarlyStopping.onValidationLoss().patience(1).baseline(-1))
            .timeLimit(Duration.ofNanos(1))
            .averaging(new WeightAveraging(0.9))
            .build();

    LearningRateSweep sweep =
        Trainer.of(SMALL).settings(config).findLearningRate(DIGITS, 1e-6, 1e-5, 12);

    assertThat(sweep.points()).hasSize(12);
    assertThat(sweep.points().get(0).rate()).isCloseTo(1e-6, within(1e-15));
  }

  @Test
  void refusesWhatIsNoRange() {
    Trainer trainer = Trainer.of(SMALL);

    assertThatThrownBy(() -> trainer.findLearningRate(DIGITS, 0, 1, 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the rates must be 0 < lowest (0.0) < highest (1.0)");
    assertThatThrownBy(() -> trainer.findLearningRate(DIGITS, 0.5, 0.5, 100))
        .hasMessage("the rates must be 0 < lowest (0.5) < highest (0.5)");
    assertThatThrownBy(() -> trainer.findLearningRate(DIGITS, 1, Double.POSITIVE_INFINITY, 100))
        .hasMessage("the rates must be 0 < lowest (1.0) < highest (Infinity)");
    assertThatThrownBy(() -> trainer.findLearningRate(DIGITS, Double.NaN, 1, 100))
        .hasMessage("the rates must be 0 < lowest (NaN) < highest (1.0)");
    assertThatThrownBy(() -> trainer.findLearningRate(DIGITS, 1e-7, 10, 9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps (9) must be at least 10");
    trainer.checkpoints(Path.of("run"));
    assertThatThrownBy(() -> trainer.findLearningRate(DIGITS))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "finding a learning rate needs a trainer that neither resumes a run nor saves checkpoints");
  }
}
