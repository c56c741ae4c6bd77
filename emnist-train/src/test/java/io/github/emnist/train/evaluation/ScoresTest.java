package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import org.junit.jupiter.api.Test;

class ScoresTest {
  private static final LabelMap ABC = LabelMap.ofCharacters("ABC");
  private static final float[][] PROBABILITIES = {{0.5f, 0.3f, 0.2f}, {0.4f, 0.2f, 0.4f}};

  private static Scores scores() {
    return Scores.of(ABC, PROBABILITIES, new int[] {1, 0});
  }

  @Test
  void tellsWhatTheModelSaid() {
    Scores scores = scores();

    assertThat(scores.labelMap()).isEqualTo(ABC);
    assertThat(scores.images()).isEqualTo(2);
    assertThat(scores.label(0)).isEqualTo(1);
    assertThat(scores.predicted(0)).isZero();
    assertThat(scores.right(0)).isFalse();
    assertThat(scores.right(1)).isTrue(); // of equally probable classes the first
    assertThat(scores.probability(0, 2)).isEqualTo(0.2f);
  }

  @Test
  void keepsCopies() {
    float[][] probabilities = {{1, 0, 0}};
    int[] labels = {0};
    Scores scores = Scores.of(ABC, probabilities, labels);

    probabilities[0][0] = 0;
    labels[0] = 2;

    assertThat(scores.probability(0, 0)).isOne();
    assertThat(scores.label(0)).isZero();
  }

  @Test
  void aSubsetMayRepeatImages() {
    Scores subset = scores().subset(1, 0, 1);

    assertThat(subset.images()).isEqualTo(3);
    assertThat(subset.label(1)).isEqualTo(1);
    assertThat(subset.probability(2, 2)).isEqualTo(0.4f);
    assertThatThrownBy(() -> scores().subset(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> scores().subset())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are no images to evaluate");
  }

  /** Softmax of half the logits is in the ratio of the probabilities' square roots. */
  @Test
  void aTemperatureOfTwoTakesSquareRoots() {
    Scores scaled = scores().atTemperature(2);

    double sum = Math.sqrt(0.5) + Math.sqrt(0.3) + Math.sqrt(0.2);
    assertThat(scaled.probability(0, 1)).isCloseTo((float) (Math.sqrt(0.3) / sum), within(1e-7f));
    assertThat(scaled.predicted(0)).isZero();
    assertThat(scaled.label(0)).isEqualTo(1);
    assertThat(scores().atTemperature(1).probability(0, 1)).isCloseTo(0.3f, within(1e-7f));
  }

  @Test
  void aProbabilityOfZeroStaysNearZero() {
    Scores scores = Scores.of(ABC, new float[][] {{1, 0, 0}}, new int[] {1});

    assertThat(scores.atTemperature(2).probability(0, 1)).isBetween(0f, 1e-15f);
    assertThat(scores.atTemperature(0.5).probability(0, 0)).isOne();
  }

  @Test
  void refusesATemperatureThatIsNone() {
    for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> scores().atTemperature(temperature))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("temperature (%s) must be positive and finite", temperature);
    }
  }
}
