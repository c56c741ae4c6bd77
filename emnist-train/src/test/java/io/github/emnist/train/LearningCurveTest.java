package io.github.emnist.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.train.TrainingRun.LearningCurve;
import io.github.emnist.train.history.TrainingHistory.Point;
import io.github.emnist.train.internal.tensorflow.Score;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
  private static final EmnistDataset DIGITS =
      SyntheticEmnist.of(EmnistSplit.DIGITS).withImagesPerClass(120, 1).train();

  private final List<Integer> validated = new ArrayList<>();

  private Score validate(EmnistDataset images) {
    validated.add(images.size());
    return new Score(4, 2, 3);
  }

  /** A step of two images of loss {@code number} each, one of them right. */
  private void step(LearningCurve curve, int number, int steps) {
    curve.add(
        new Score(2, 2.0 * number, 1),
        number,
        (double) number / steps,
        number < steps,
        this::validate);
  }

  @Test
  void aLongRunHasAHundredMeansAndFifteenValidations() {
    LearningCurve curve = new LearningCurve(DIGITS, 1, List.of(), 0);
    for (int i = 1; i <= 1_000; i++) {
      step(curve, i, 1_000);
    }
    assertThat(curve.points()).hasSize(100);
    assertThat(curve.points().get(0))
        .isEqualTo(new Point(10, 5.5, 0.5, Double.NaN, Double.NaN)); // the mean of 1 to 10
    assertThat(curve.points().get(99).step()).isEqualTo(1_000);
    // Not after the last step, which is the epoch's.
    assertThat(validated).hasSize(14).containsOnly(1_000);
    assertThat(curve.points().stream().filter(point -> !Double.isNaN(point.validationLoss())))
        .hasSize(14)
        .allMatch(point -> point.validationLoss() == 0.5 && point.validationAccuracy() == 0.75);
  }

  @Test
  void aShortRunHasAPointAStep() {
    EmnistDataset few = DIGITS.take(30);
    LearningCurve curve = new LearningCurve(few, 1, List.of(), 0);
    for (int i = 1; i <= 5; i++) {
      step(curve, i, 5);
    }
    assertThat(curve.points()).extracting(Point::step).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(validated).containsExactly(30, 30, 30, 30);
  }

  @Test
  void withoutAValidationPartThereAreTrainingFiguresOnly() {
    LearningCurve curve = new LearningCurve(DIGITS.take(0), 1, List.of(), 0);
    step(curve, 1, 2);
    assertThat(curve.points()).containsExactly(new Point(1, 1, 0.5, Double.NaN, Double.NaN));
    assertThat(validated).isEmpty();
  }

  @Test
  void aResumedRunContinuesItsCurve() {
    LearningCurve first = new LearningCurve(DIGITS, 1, List.of(), 0);
    LearningCurve whole = new LearningCurve(DIGITS, 1, List.of(), 0);
    for (int i = 1; i <= 200; i++) {
      step(whole, i, 200);
    }
    for (int i = 1; i <= 100; i++) {
      step(first, i, 200);
    }
    LearningCurve second = new LearningCurve(DIGITS, 1, first.points(), 0.5);
    for (int i = 101; i <= 200; i++) {
      step(second, i, 200);
    }
    assertThat(second.points()).isEqualTo(whole.points());
  }
}
