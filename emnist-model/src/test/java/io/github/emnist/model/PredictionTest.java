package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.LabelMap;
import io.github.emnist.model.Prediction.Candidate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
  private static final LabelMap LABELS = LabelMap.of(List.of("zero", "1", "\uD83D\uDE00", "3"));

  private static Prediction of(float... probabilities) {
    return Prediction.of(LABELS, probabilities);
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
  void theMarginIsTheLeadOverTheNext() {
    assertThat(of(0.125f, 0.25f, 0.625f, 0).margin()).isEqualTo(0.375f);
    assertThat(of(0.5f, 0.5f, 0, 0).margin()).isZero();
    assertThat(Prediction.of(LabelMap.ofCharacters("a"), new float[] {1}).margin()).isEqualTo(1);
  }

  /** In nats: ln 4 of four equal ones; 1/2 ln 2 + 1/4 ln 4 + 1/4 ln 4 = 3/2 ln 2. */
  @Test
  void theEntropyIsShannons() {
    assertThat(of(0, 0, 1, 0).entropy()).isZero();
    assertThat(of(0.25f, 0.25f, 0.25f, 0.25f).entropy()).isCloseTo(Math.log(4), within(1e-12));
    assertThat(of(0.5f, 0.25f, 0, 0.25f).entropy()).isCloseTo(1.5 * Math.log(2), within(1e-12));
  }

  @Test
  void confidenceIsAThresholdAndInk() {
    Prediction prediction = of(0.125f, 0.25f, 0.625f, 0);
    assertThat(prediction.isConfident(0.625)).isTrue();
    assertThat(prediction.isConfident(0.626)).isFalse();
    assertThat(Prediction.ofBlank(LABELS, new float[] {0, 0, 1, 0}).isConfident(0)).isFalse();
    for (double threshold : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> prediction.isConfident(threshold))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("threshold (%s) must be in [0.0, 1.0]", threshold);
    }
  }

  @Test
  void jsonHasThePredictionAndTheCandidates() {
    Prediction prediction = of(0.125f, 0.25f, 0, 0.625f);
    assertThat(prediction.toJson(2))
        .isEqualTo(
            "{\"label\":\"3\",\"probability\":0.625,\"blank\":false,\"severalCharacters\":false,"
                + "\"top\":["
                + "{\"label\":\"3\",\"probability\":0.625},"
                + "{\"label\":\"1\",\"probability\":0.25}]}");
    assertThat(prediction.toJson()).isEqualTo(prediction.toJson(3));
    assertThatThrownBy(() -> prediction.toJson(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("k (0) must be at least 1");
  }

  @Test
  void theTextShowsTheBestThree() {
    assertThat(of(0.125f, 0.25f, 0, 0.625f)).hasToString("3 0.6250 (1 0.2500, zero 0.1250)");
  }

  /** The README's first sample prints label, probability and top: no letter may be among them. */
  @Test
  void aBlankImageHasNoLabel() {
    Prediction blank = Prediction.ofBlank(LABELS, new float[] {0.125f, 0.5f, 0.25f, 0.125f});
    assertThat(blank.blank()).isTrue();
    assertThat(blank.label()).isEmpty();
    assertThat(blank.codePoint()).isEmpty();
    assertThat(blank.classIndex()).isEqualTo(-1);
    assertThat(blank.probability()).isZero();
    assertThat(blank.margin()).isZero();
    assertThat(blank.top(3)).isEmpty();
    assertThat(blank.probability(1)).isEqualTo(0.5f);
    assertThat(blank.probabilities()).containsExactly(0.125f, 0.5f, 0.25f, 0.125f);
    assertThat(blank).hasToString("blank");
    assertThat(blank.toJson())
        .isEqualTo(
            "{\"label\":null,\"probability\":0.0,\"blank\":true,\"severalCharacters\":false,"
                + "\"top\":[]}");
    assertThat(blank.ofSeveralCharacters().severalCharacters()).isFalse();
    assertThatThrownBy(() -> blank.top(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void severalCharactersAreReported() {
    Prediction one = of(0, 1, 0, 0);
    assertThat(one.severalCharacters()).isFalse();
    Prediction several = one.ofSeveralCharacters();
    assertThat(several.severalCharacters()).isTrue();
    assertThat(several.label()).isEqualTo("1");
    assertThat(several.toJson()).contains("\"severalCharacters\":true");
    assertThat(several)
        .hasToString("1 1.0000 (zero 0.0000, \uD83D\uDE00 0.0000), several characters");
  }
}
