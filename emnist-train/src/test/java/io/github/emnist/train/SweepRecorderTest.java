package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.train.Trainer.SweepRecorder;
import io.github.emnist.train.history.LearningRateSweep.Point;
import io.github.emnist.train.history.TrainingListener.Decision;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepRecorderTest {
  private final SweepRecorder recorder = new SweepRecorder(100);

  private Decision step(int stepInEpoch, double meanLoss) {
    double rate = 0.5 * stepInEpoch;
    return recorder.stepEnded(
        new StepReport(1, 1, stepInEpoch, stepInEpoch, 10, 100, rate, meanLoss, 0.5, 1, 1));
  }

  @Test
  void smoothsTheLossesWithoutABias() {
    step(1, 1);
    step(2, 2); // the second batch's loss is 2 x 2 - 1 = 3
    step(3, 2); // the third's 3 x 2 - 4 = 2

    List<Point> points = recorder.sweep().points();
    assertThat(points).extracting(Point::rate).containsExactly(0.5, 1.0, 1.5);
    assertThat(points).extracting(Point::loss).containsExactly(1.0, 3.0, 2.0);
    assertThat(points.get(0).smoothedLoss()).isCloseTo(1, within(1e-12));
    assertThat(points.get(1).smoothedLoss()).isCloseTo((0.9 * 1 + 3) / 1.9, within(1e-12));
    assertThat(points.get(2).smoothedLoss())
        .isCloseTo((0.81 * 1 + 0.9 * 3 + 2) / (0.81 + 0.9 + 1), within(1e-12));
  }

  @Test
  void anEpochsMeanBeginsAnew() {
    step(1, 4);
    step(2, 3);
    step(1, 5);

    assertThat(recorder.sweep().points()).extracting(Point::loss).containsExactly(4.0, 2.0, 5.0);
  }

  @Test
  void stopsOnceTheSmoothedLossIsMoreThanFourTimesTheLowest() {
    assertThat(step(1, 1)).isEqualTo(Decision.CONTINUE);
    // smoothed 4 is (0.9 + x) / 1.9 for x = 6.7
    assertThat(step(2, (1 + 6.69) / 2)).isEqualTo(Decision.CONTINUE);
    SweepRecorder other = new SweepRecorder(100);
    other.stepEnded(new StepReport(1, 1, 1, 1, 10, 100, 0.5, 1, 0.5, 1, 1));

    assertThat(other.stepEnded(new StepReport(1, 1, 2, 2, 10, 100, 1, (1 + 6.71) / 2, 0.5, 1, 1)))
        .isEqualTo(Decision.STOP);
    assertThat(other.sweep().points()).hasSize(2);
  }
}
