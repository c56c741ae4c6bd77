package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.evaluation.Evaluation.ClassMetrics;
import org.junit.jupiter.api.Test;

class ClassMetricsTest {
  @Test
  void comparesRightWithPredictedAndPresent() {
    ClassMetrics metrics = ClassMetrics.of("A", 6, 8, 12);

    assertThat(metrics).isEqualTo(new ClassMetrics("A", 8, 0.5, 0.75, 0.6));
  }

  @Test
  void aClassNeverPredictedHasPrecisionZero() {
    assertThat(ClassMetrics.of("A", 0, 8, 0)).isEqualTo(new ClassMetrics("A", 8, 0, 0, 0));
  }

  @Test
  void aClassThatIsNotThereHasRecallZero() {
    assertThat(ClassMetrics.of("A", 0, 0, 3)).isEqualTo(new ClassMetrics("A", 0, 0, 0, 0));
  }

  @Test
  void aPerfectClassHasOnes() {
    assertThat(ClassMetrics.of("A", 5, 5, 5)).isEqualTo(new ClassMetrics("A", 5, 1, 1, 1));
  }
}
