package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClassPriorTest {
  private static final LabelMap BALANCED = EmnistSplit.BALANCED.labelMap();

  @Test
  void naturalHasEmnistsFrequencies() {
    double[] weights = ClassPrior.natural().weights(BALANCED);
    double sum = Arrays.stream(weights).sum();
    assertThat(weights).hasSize(47);
    // Half are digits; 1 is the most frequent of all, f the rarest.
    assertThat(Arrays.stream(weights, 0, 10).sum() / sum).isCloseTo(0.5, within(0.001));
    assertThat(weights[1]).isEqualTo(1);
    assertThat(weights[BALANCED.indexOf("f").getAsInt()] / sum)
        .isCloseTo(727.0 / 225_930, within(1e-12))
        .isEqualTo(Arrays.stream(weights).min().getAsDouble() / sum);
    assertThat(weights[46] / weights[45]).isCloseTo(5789.0 / 4573, within(1e-12));
    assertThat(ClassPrior.natural()).hasToString("ClassPrior[natural]");
  }

  @Test
  void balancedIsForAnyModel() {
    assertThat(ClassPrior.balanced().weights(LabelMap.ofCharacters("no"))).containsExactly(1, 1);
  }

  @Test
  void aPriorIsForItsClassesAlone() {
    LabelMap no = LabelMap.ofCharacters("no");
    assertThatThrownBy(() -> ClassPrior.natural().weights(no))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the natural class prior is for %s, the model has [n, o]; ClassPrior.of takes other"
                + " frequencies",
            BALANCED.labels());
    assertThatThrownBy(() -> ClassPrior.of(no, 1, 2).weights(LabelMap.ofCharacters("on")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the own class prior is for [n, o], the model has [o, n]; ClassPrior.of takes other"
                + " frequencies");
  }

  @Test
  void ownFrequenciesAreCopiedAndChecked() {
    LabelMap no = LabelMap.ofCharacters("no");
    double[] frequencies = {1, 4};
    ClassPrior own = ClassPrior.of(no, frequencies);
    frequencies[0] = 9;
    assertThat(own.weights(no)).containsExactly(0.25, 1);
    assertThat(own)
        .isEqualTo(ClassPrior.of(no, 1, 4))
        .hasSameHashCodeAs(ClassPrior.of(no, 1, 4))
        .isNotEqualTo(ClassPrior.of(no, 1, 3))
        .isNotEqualTo(ClassPrior.balanced());
    assertRefused("frequencies (1) must be as many as classes (2)", 1);
    assertRefused("frequency of o (-1.0) must be a finite number of 0 or more", 1, -1);
    assertRefused("frequency of n (NaN) must be a finite number of 0 or more", Double.NaN, 1);
    assertRefused("one frequency at least must be above 0", 0, 0);
  }

  private static void assertRefused(String message, double... frequencies) {
    assertThatThrownBy(() -> ClassPrior.of(LabelMap.ofCharacters("no"), frequencies))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
