package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
  /** Squares: 1/16 and 9/16 of 10/16. Square roots: 1 and sqrt(3) of 1 + sqrt(3). */
  @Test
  void probabilitiesAreRaisedToTheInverseTemperature() {
    float[] probabilities = {0.25f, 0.75f};
    assertThat(new Calibration(0.5, 1).apply(probabilities))
        .containsExactly(new float[] {0.1f, 0.9f}, within(1e-7f));
    float root = (float) (1 / (1 + Math.sqrt(3)));
    assertThat(new Calibration(2, 1).apply(probabilities))
        .containsExactly(new float[] {root, 1 - root}, within(1e-7f));
    assertThat(new Calibration(1, 1).apply(probabilities)).containsExactly(probabilities);
    assertThat(probabilities).containsExactly(0.25f, 0.75f);
  }

  @Test
  void extremesStayProbabilities() {
    float[] certain = {1, 0, 0};
    assertThat(new Calibration(1, 1).apply(certain))
        .containsExactly(1, Float.MIN_VALUE, Float.MIN_VALUE);
    assertThat(new Calibration(Double.MIN_VALUE, 1).apply(new float[] {0.5f, 0.25f, 0.25f}))
        .containsExactly(1, 0, 0);
    float third = 1 / 3f;
    assertThat(new Calibration(Double.MAX_VALUE, 1).apply(certain))
        .containsExactly(third, third, third);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aTemperatureIsFiniteAndAboveZero(double temperature) {
    assertThatThrownBy(() -> new Calibration(temperature, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature (%s) must be positive and finite", temperature);
  }

  @Test
  void itIsFittedOnSomething() {
    assertThatThrownBy(() -> new Calibration(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images (0) must be at least 1");
  }
}
