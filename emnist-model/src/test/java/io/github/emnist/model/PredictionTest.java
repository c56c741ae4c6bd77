package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.Prediction.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("zero", "1", "\uD83D\uDE00", "3"));

  private static Prediction of(float... probabilities) {
    return new Prediction(LABELS, probabilities, false);
  }

  @Test
  void theMostProbableClassIsTheAnswer() {
    Prediction prediction = of(0.125f, 0.25f, 0.5f, 0.125f);
    assertThat(prediction.classIndex()).isEqualTo(2);
    assertThat(prediction.label()).isEqualTo("\uD83D\uDE00");
    assertThat(prediction.codePoint()).hasValue(0x1F600);
    assertThat(prediction.probability()).isEqualTo(0.5f);
    assertThat(prediction.probability(1)).isEqualTo(0.25f);
    assertThat(prediction.blank()).isFalse();
  }

  @Test
  void aWordHasNoCodePoint() {
    assertThat(of(1, 0, 0, 0).label()).isEqualTo("zero");
    assertThat(of(1, 0, 0, 0).codePoint()).isEmpty();
  }

  @Test
  void theTopComesInOrderAndTiesInLabelOrder() {
    Prediction prediction = of(0.125f, 0.375f, 0.125f, 0.375f);
    assertThat(prediction.classIndex()).isEqualTo(1);
    List<Candidate> all =
        List.of(
            new Candidate(1, "1", 0.375f),
            new Candidate(3, "3", 0.375f),
            new Candidate(0, "zero", 0.125f),
            new Candidate(2, "\uD83D\uDE00", 0.125f));
    for (int k = 1; k <= 4; k++) {
      assertThat(prediction.top(k)).isEqualTo(all.subList(0, k));
    }
    assertThat(prediction.top(1_000)).isEqualTo(all);
    assertThatThrownBy(() -> prediction.top(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k (0) must be at least 1");
  }

  @Test
  void theProbabilitiesAreACopy() {
    Prediction prediction = of(0.125f, 0.25f, 0.5f, 0.125f);
    prediction.probabilities()[0] = 1;
    assertThat(prediction.probabilities()).containsExactly(0.125f, 0.25f, 0.5f, 0.125f);
    assertThat(prediction.classIndex()).isEqualTo(2);
  }

  @Test
  void theTextShowsTheBestThree() {
    assertThat(of(0.125f, 0.25f, 0, 0.625f)).hasToString("3 0.6250 (1 0.2500, zero 0.1250)");
    Prediction two = new Prediction(LabelMap.ofCharacters("no"), new float[] {0, 1}, true);
    assertThat(two).hasToString("blank, o 1.0000 (n 0.0000)");
    assertThat(two.blank()).isTrue();
  }
}
