package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation.Interval;
import org.junit.jupiter.api.Test;

class ModelComparisonTest {
  @Test
  void countsWhoIsRight() {
    ModelComparison comparison =
        ModelComparison.of(
            Answers.of(true, true, true, false, false),
            Answers.of(true, false, false, true, false));

    assertThat(comparison).isEqualTo(new ModelComparison(1, 2, 1, 1));
    assertThat(comparison.images()).isEqualTo(5);
    assertThat(comparison.firstAccuracy()).isEqualTo(0.6);
    assertThat(comparison.secondAccuracy()).isEqualTo(0.4);
    assertThat(comparison.difference()).isEqualTo(-0.2);
    assertThat(comparison.pValue()).isOne();
  }

  /**
   * The approval ratings of Agresti, "Categorical data analysis", section 10.1: 794, 150, 86 and
   * 570 of 1,600; he gives z = -4.17 without the correction and the interval (0.02, 0.06).
   */
  @Test
  void findsWhatAgrestiFinds() {
    ModelComparison comparison = new ModelComparison(794, 86, 150, 570);

    assertThat(comparison.test()).isEqualTo(ModelComparison.Test.CHI_SQUARE);
    assertThat(comparison.pValue()).isCloseTo(4.114562281345944e-05, within(1e-15));
    assertThat(comparison.difference()).isEqualTo(0.04);
    assertThat(comparison.differenceInterval().low()).isCloseTo(0.0212172, within(1e-6));
    assertThat(comparison.differenceInterval().high()).isCloseTo(0.0586829, within(1e-6));
  }

  @Test
  void fewImagesAreTestedExactly() {
    assertThat(new ModelComparison(50, 18, 6, 3).test())
        .isEqualTo(ModelComparison.Test.EXACT_BINOMIAL);
    assertThat(new ModelComparison(50, 18, 6, 3).pValue())
        .isCloseTo(0.022655844688415527, within(1e-12));
    assertThat(new ModelComparison(50, 19, 6, 3).test()).isEqualTo(ModelComparison.Test.CHI_SQUARE);
  }

  @Test
  void intervalsStayWithinOne() {
    Interval interval = new ModelComparison(0, 0, 1, 0).differenceInterval();
    assertThat(interval.high()).isOne();
    assertThat(interval.low()).isBetween(-1.0, 0.5);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    Scores two = Answers.of(true, false);
    assertRefused(
        "the second model saw 1 images, the first 2",
        () -> ModelComparison.of(two, Answers.of(true)));
    assertRefused(
        "the second model's classes LabelMap[X, Y] are not the first's LabelMap[A, B]",
        () ->
            ModelComparison.of(
                two,
                Scores.of(
                    LabelMap.ofCharacters("XY"), new float[][] {{1, 0}, {1, 0}}, new int[2])));
    assertRefused(
        "image 1 has label 1 for the second model, 0 for the first",
        () ->
            ModelComparison.of(
                two,
                Scores.of(
                    LabelMap.ofCharacters("AB"),
                    new float[][] {{1, 0}, {1, 0}},
                    new int[] {0, 1})));
    assertRefused(
        "counts (0, 0, 0, 0) must be 0 or more and not all 0",
        () -> new ModelComparison(0, 0, 0, 0));
    assertRefused(
        "counts (1, -1, 0, 0) must be 0 or more and not all 0",
        () -> new ModelComparison(1, -1, 0, 0));
  }

  private static void assertRefused(String message, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
