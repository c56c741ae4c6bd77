package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActivationRangesTest {
  private static final CnnArchitecture CNN = CnnArchitecture.emnistCnn();

  @Test
  void valuesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new ActivationRanges(0, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images (0) must be at least 1");
    for (float wrong : new float[] {-1, Float.NaN, Float.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new ActivationRanges(1, Map.of("activation", List.of(0f, wrong))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the maximum of activation, channel 1, (%s) must be a finite number of at least 0",
              wrong);
    }
  }

  @Test
  void otherLayersAreRefused() {
    List<Float> channels = Collections.nCopies(32, 1f);
    assertThatCode(() -> new ActivationRanges(1, Map.of("activation", channels)).checkMatches(CNN))
        .doesNotThrowAnyException();
    CnnArchitecture best = CnnArchitecture.best();
    List<Float> within = Collections.nCopies(80, 1f);
    assertThatCode(
            () ->
                new ActivationRanges(1, Map.of("residual_1/body/activation", within))
                    .checkMatches(best))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new ActivationRanges(1, Map.of("relu_9", channels)).checkMatches(CNN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("activation ranges of relu_9, which is no layer of the network");
    assertThatThrownBy(
            () -> new ActivationRanges(1, Map.of("activation", List.of(1f))).checkMatches(CNN))
        .hasMessage("activation ranges of activation: found 1 channels, expected the layer's 32");
  }

  @Test
  void layersAreInTheOrderOfTheirNames() {
    assertThat(
            new ActivationRanges(1, Map.of("b", List.of(1f), "a", List.of(2f), "c", List.of()))
                .maxima()
                .keySet())
        .containsExactly("a", "b", "c");
  }
}
