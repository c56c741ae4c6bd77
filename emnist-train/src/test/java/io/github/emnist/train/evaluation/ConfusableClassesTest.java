package io.github.emnist.train.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.train.evaluation.Evaluation.ConfusableClasses;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusableClassesTest {
  private static final LabelMap ABCD = LabelMap.ofCharacters("ABCD");

  @Test
  void emnistsGroupsAreThoseWhoseLabelsExist() {
    assertThat(ConfusableClasses.of(EmnistSplit.BALANCED.labelMap()).groups())
        .containsExactly(
            List.of("0", "O"),
            List.of("1", "I", "L"),
            List.of("F", "f"),
            List.of("9", "g", "q"),
            List.of("2", "Z"),
            List.of("5", "S"));
    assertThat(ConfusableClasses.of(EmnistSplit.BYCLASS.labelMap()).groups())
        .contains(List.of("1", "I", "L", "i", "l"), List.of("0", "O", "o"))
        .hasSize(6);
    assertThat(ConfusableClasses.of(EmnistSplit.DIGITS.labelMap()).groups()).isEmpty();
    assertThat(ConfusableClasses.of(LabelMap.of(List.of("cat", "dog"))).groups()).isEmpty();
  }

  /** B taken for C and C for B are forgiven, A taken for B is not. */
  @Test
  void mergingForgivesWhatStaysWithinAGroup() {
    float[][] probabilities = {
      {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}
    };
    Evaluation evaluation =
        Evaluation.of(Scores.of(ABCD, probabilities, new int[] {0, 1, 2, 2, 3}));

    assertThat(evaluation.accuracy()).isEqualTo(2 / 5.0);
    assertThat(evaluation.accuracyMerging(new ConfusableClasses(List.of()))).isEqualTo(2 / 5.0);
    assertThat(evaluation.accuracyMerging(new ConfusableClasses(List.of(List.of("B", "C")))))
        .isEqualTo(4 / 5.0);
    assertThat(evaluation.accuracyMerging(new ConfusableClasses(List.of(List.of("C", "B", "A")))))
        .isOne();
  }

  @Test
  void refusesGroupsThatAreNone() {
    assertThatThrownBy(() -> new ConfusableClasses(List.of(List.of("A"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("group [A] must have two labels or more");
    assertThatThrownBy(() -> new ConfusableClasses(List.of(List.of("A", "B"), List.of("C", "A"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label \"A\" occurs twice, expected each label once");
    Evaluation evaluation = Evaluation.of(Answers.of(true));
    assertThatThrownBy(
            () -> evaluation.accuracyMerging(new ConfusableClasses(List.of(List.of("A", "Z")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label \"Z\" is not one of the classes LabelMap[A, B]");
  }
}
