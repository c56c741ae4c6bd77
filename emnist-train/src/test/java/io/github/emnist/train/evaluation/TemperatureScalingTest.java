package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata;
import io.github.emnist.model.bundle.ModelMetadata.Calibration;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.evaluation.Measurement.TemperatureScaling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureScalingTest {
  private static final LabelMap ABCD = LabelMap.ofCharacters("ABCD");

  /** The plain definition: the mean of -log softmax(log p / temperature) of the right class. */
  private static double loss(Scores scores, double temperature) {
    double loss = 0;
    for (int i = 0; i < scores.images(); i++) {
      double sum = 0;
      for (int c = 0; c < scores.labelMap().size(); c++) {
        sum += Math.pow(scores.probability(i, c), 1 / temperature);
      }
      loss -= Math.log(Math.pow(scores.probability(i, scores.label(i)), 1 / temperature) / sum);
    }
    return loss / scores.images();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.7, 1, 2.5, 6})
  void findsWhatAScanOfAllTemperaturesFinds(double scale) {
    Scores scores = Answers.random(ABCD, 400, scale, 1);
    double best = 1;
    for (double t = 0.05; t <= 20; t *= 1.002) {
      best = loss(scores, t) < loss(scores, best) ? t : best;
    }

    TemperatureScaling fitted = TemperatureScaling.fit(scores);

    assertThat(fitted.temperature()).isCloseTo(best, within(0.002 * best));
    assertThat(loss(scores, fitted.temperature())).isLessThanOrEqualTo(loss(scores, best) + 1e-12);
    assertThat(fitted.images()).isEqualTo(400);
  }

  /** The logits of a scale are the logits of scale 1 multiplied; the temperature follows. */
  @Test
  void scalesWithTheLogits() {
    double one = TemperatureScaling.fit(Answers.random(ABCD, 300, 1, 2)).temperature();
    double three = TemperatureScaling.fit(Answers.random(ABCD, 300, 3, 2)).temperature();

    assertThat(three / one).isCloseTo(3, within(1e-4));
  }

  @Test
  void withoutAMistakeGivesTheLowestTemperature() {
    double temperature = TemperatureScaling.fit(Answers.of(true, true)).temperature();
    assertThat(temperature).isCloseTo(TemperatureScaling.LOWEST, within(1e-6));
  }

  @Test
  void alwaysWrongGivesTheHighestTemperature() {
    double temperature = TemperatureScaling.fit(Answers.of(false, false)).temperature();
    assertThat(temperature).isCloseTo(TemperatureScaling.HIGHEST, within(1e-3));
  }

  /** Three of four right at probability 3/4: it is calibrated as it is. */
  @Test
  void leavesWhatIsCalibrated() {
    double temperature = TemperatureScaling.fit(Answers.of(true, true, false, true)).temperature();
    assertThat(temperature).isCloseTo(1, within(1e-6));
  }

  @Test
  void copesWithProbabilitiesOfZeroAndOne() {
    Scores certain = Scores.of(ABCD, new float[][] {{1, 0, 0, 0}, {1, 0, 0, 0}}, new int[] {0, 1});

    assertThat(TemperatureScaling.fit(certain).temperature())
        .isBetween(TemperatureScaling.LOWEST, TemperatureScaling.HIGHEST);
  }

  @Test
  void evenProbabilitiesGiveATemperatureAtAll() {
    Scores even = Scores.of(ABCD, new float[][] {{0.25f, 0.25f, 0.25f, 0.25f}}, new int[] {2});

    assertThat(TemperatureScaling.fit(even).temperature())
        .isBetween(TemperatureScaling.LOWEST, TemperatureScaling.HIGHEST);
  }

  private static ModelBundle model() {
    CnnArchitecture architecture =
        CnnArchitecture.builder().input(2, 2, 1).flatten().dense(4).softmax().build();
    return new ModelBundle(
        ModelMetadata.of(architecture, ABCD), Weights.initialize(architecture, 7));
  }

  @Test
  void aModelStoresItsCalibration() {
    TemperatureScaling scaling = new TemperatureScaling(0.7123456789012345, 11_297);

    assertThat(TemperatureScaling.of(model().metadata())).isEmpty();
    ModelMetadata calibrated = scaling.addTo(model()).metadata();
    assertThat(TemperatureScaling.of(calibrated)).hasValue(scaling);
    assertThat(calibrated.calibration()).hasValue(new Calibration(0.7123456789012345, 11_297));
  }

  @Test
  void mustBeWhatATemperatureCanBe() {
    assertThatThrownBy(() -> new TemperatureScaling(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("temperature (0.0) must be positive and finite");
    assertThatThrownBy(() -> new TemperatureScaling(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images (0) must be at least 1");
  }
}
