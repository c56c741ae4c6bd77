package io.github.emnist.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static final CnnArchitecture TINY =
      CnnArchitecture.builder().input(1, 1, 2).flatten().dense(2).softmax().build();

  @Test
  void keepsArraysInOrder() {
    Weights weights = tiny().build();
    assertThat(weights.names()).containsExactly("dense/kernel", "dense/bias");
    assertThat(weights.shape("dense/kernel")).containsExactly(2, 2);
    assertThat(weights.values("dense/kernel")).containsExactly(1, 2, 3, 4);
    assertThat(weights).hasToString("Weights[2 arrays, 6 values]");
  }

  @Test
  void cannotBeChangedFromOutside() {
    float[] values = {1, 2, 3, 4};
    Weights weights = Weights.builder().put("a", List.of(4), values).build();
    values[0] = 9;
    weights.values("a")[1] = 9;
    assertThat(weights.values("a")).containsExactly(1, 2, 3, 4);
    FloatBuffer view = weights.buffer("a");
    assertThat(view.isReadOnly()).isTrue();
    assertThat(view.remaining()).isEqualTo(4);
    assertThat(view.get(2)).isEqualTo(3);
    assertThatThrownBy(() -> weights.names().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aBuilderCanBeUsedAfterBuild() {
    Weights.Builder builder = tiny();
    Weights first = builder.build();
    builder.put("more", List.of(1), new float[1]);
    assertThat(first.names()).hasSize(2);
    assertThat(builder.build().names()).hasSize(3);
  }

  @Test
  void equalByBits() {
    assertThat(tiny().build()).isEqualTo(tiny().build()).hasSameHashCodeAs(tiny().build());
    Weights nan = Weights.builder().put("a", List.of(1), new float[] {Float.NaN}).build();
    assertThat(nan)
        .isEqualTo(Weights.builder().put("a", List.of(1), new float[] {Float.NaN}).build());
    Weights zero = Weights.builder().put("a", List.of(1), new float[] {0f}).build();
    assertThat(zero)
        .isNotEqualTo(Weights.builder().put("a", List.of(1), new float[] {-0f}).build())
        .isNotEqualTo(Weights.builder().put("a", List.of(1, 1), new float[] {0f}).build())
        .isNotEqualTo(Weights.builder().put("b", List.of(1), new float[] {0f}).build());
    float[] none = {};
    assertThat(Weights.builder().put("a", List.of(0), none).put("b", List.of(0), none).build())
        .isNotEqualTo(
            Weights.builder().put("b", List.of(0), none).put("a", List.of(0), none).build());
  }

  @Test
  void misfitsNameTheArray() {
    assertThatCode(() -> tiny().build().checkMatches(TINY)).doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                Weights.builder()
                    .put("dense/kernel", List.of(2, 2), new float[4])
                    .build()
                    .checkMatches(TINY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights dense/bias are missing, architecture sequential has them with shape [2]");
    assertThatThrownBy(() -> tiny().build().checkMatches(TINY.withClasses(3)))
        .hasMessage("weights dense/kernel: found shape [2, 2], architecture sequential has [2, 3]");
    assertThatThrownBy(
            () -> tiny().put("extra", List.of(1), new float[1]).build().checkMatches(TINY))
        .hasMessage("weights extra are unknown to architecture sequential");
    assertThatThrownBy(() -> tiny().build().values("dense_1/bias"))
        .hasMessage("no weights named dense_1/bias; there are [dense/kernel, dense/bias]");
  }

  @Test
  void malformedArraysAreRefused() {
    assertThatThrownBy(() -> tiny().put(" ", List.of(1), new float[1]))
        .hasMessage("the name of weights must not be blank");
    assertThatThrownBy(() -> tiny().put("dense/bias", List.of(2), new float[2]))
        .hasMessage("weights dense/bias exist already");
    assertThatThrownBy(() -> tiny().put("a", List.of(-1, -1), new float[1]))
        .hasMessage("weights a: shape [-1, -1] must not be negative");
    assertThatThrownBy(() -> tiny().put("a", List.of(2, 3), new float[5]))
        .hasMessage("weights a: found 5 values, shape [2, 3] has 6");
    int half = 1 << 30;
    assertThatThrownBy(() -> tiny().put("a", List.of(half, half, 16), new float[0]))
        .hasMessageStartingWith("weights a: found 0 values, shape [1073741824, 1073741824, 16]");
  }

  private static Weights.Builder tiny() {
    return Weights.builder()
        .put("dense/kernel", List.of(2, 2), new float[] {1, 2, 3, 4})
        .put("dense/bias", List.of(2), new float[2]);
  }
}
