package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.train.evaluation.Mistakes.Mistake;
import org.junit.jupiter.api.Test;

class MistakesTest {
  private static final LabelMap AB = LabelMap.ofCharacters("AB");
  private static final Scores SCORES =
      Scores.of(
          AB,
          new float[][] {{0.4f, 0.6f}, {0.9f, 0.1f}, {0.2f, 0.8f}, {0.8f, 0.2f}, {0.2f, 0.8f}},
          new int[] {0, 0, 0, 1, 1});

  private static EmnistDataset dataset(int size) {
    EmnistDataset.Builder builder = EmnistDataset.builder(AB, 2, 1);
    for (int i = 0; i < size; i++) {
      builder.add(new byte[] {(byte) i, (byte) 200}, 0, SCORES.label(i));
    }
    return builder.build();
  }

  /** Images 0, 2 and 3 are wrong, with probabilities 0.6, 0.8 and 0.8. */
  @Test
  void theSurestComeFirst() {
    Mistakes mistakes = Mistakes.mostConfident(SCORES, dataset(5), 2);

    assertThat(mistakes.list())
        .containsExactly(
            new Mistake(2, "A", "B", 0.8f, 0.2f, dataset(5).image(2)),
            new Mistake(3, "B", "A", 0.8f, 0.2f, dataset(5).image(3)));
    assertThat(Mistakes.mostConfident(SCORES, dataset(5), 99).list())
        .extracting(Mistake::index)
        .containsExactly(2, 3, 0);
    assertThat(Mistakes.mostConfident(SCORES, dataset(5), 0).list()).isEmpty();
  }

  @Test
  void whatIsReadIsWhatWasWritten() throws MalformedDataException {
    Mistakes mistakes = Mistakes.mostConfident(SCORES, dataset(5), 9);

    assertThat(mistakes.toJson())
        .startsWith(
            "[{\"index\":2,\"label\":\"A\",\"predicted\":\"B\",\"probability\":0.8,"
                + "\"labelProbability\":0.2,\"width\":2,\"height\":1,\"pixels\":\"Asg=\"},");
    assertThat(Mistakes.fromJson(mistakes.toJson(), "mistakes.json")).isEqualTo(mistakes);
    assertThat(Mistakes.fromJson("[]", "mistakes.json")).isEqualTo(Mistakes.NONE);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Mistakes.mostConfident(SCORES, dataset(4), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("found scores of 5 images for a data set of 4");
    assertThatThrownBy(() -> Mistakes.mostConfident(SCORES, dataset(5), -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count (-1) must be at least 0");
  }

  @Test
  void refusesWhatIsSomethingElse() {
    String json = Mistakes.mostConfident(SCORES, dataset(5), 1).toJson();
    assertRefused("{}", "m, byte 0: found {}, expected an array");
    assertRefused(
        json.replace("\"width\":2", "\"width\":3"),
        "m[0], byte 0: found pixels (2) must be width x height = 3 x 1,"
            + " expected width x height pixels in base64");
    assertRefused(
        json.replace("\"label\":\"A\"", "\"label\":7"),
        "m[0], label, byte 0: found 7, expected a text");
    assertThatThrownBy(() -> Mistakes.fromJson(json.replace("Asg=", "A*"), "m"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith("m[0], byte 0: found Illegal base64 character");
  }

  private static void assertRefused(String json, String message) {
    assertThatThrownBy(() -> Mistakes.fromJson(json, "m"))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(message);
  }
}
