package io.github.emnist.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.Quantizer.QuantizedKernel;
import io.github.emnist.model.internal.Quantizer.QuantizedPlan;
import io.github.emnist.model.internal.Quantizer.QuantizedStep;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuantizerTest {
  private static final CnnArchitecture NETWORK =
      CnnArchitecture.builder()
          .input(2, 2, 1)
          .conv2d(2, 1)
          .relu()
          .flatten()
          .dense(2)
          .softmax()
          .build();

  /** Scaled back by 255, since the scaling of pixels is folded in. */
  private static Weights weights(float[] kernel, float[] bias, float[] dense) {
    float[] scaled = {kernel[0] * 255, kernel[1] * 255};
    return Weights.builder()
        .put("conv2d/kernel", List.of(1, 1, 1, 2), scaled)
        .put("conv2d/bias", List.of(2), bias)
        .put("dense/kernel", List.of(8, 2), dense)
        .put("dense/bias", List.of(2), new float[] {3, 4})
        .build();
  }

  private static QuantizedPlan plan(Weights weights, Float... maxima) {
    Map<String, List<Float>> ranges = Map.of("activation", List.of(maxima));
    return Quantizer.plan(Folding.fold(NETWORK, weights), ranges).orElseThrow();
  }

  @Test
  void channelsAreMadeAlike() {
    float[] dense = {4, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    QuantizedPlan plan = plan(weights(new float[] {1, 2}, new float[] {8, 6}, dense), 16f, 36f);
    // Scales: sqrt(16 / 4) = 2 and sqrt(36 / 9) = 2, so the ranges become 8 and 18.
    assertThat(plan.range()).isCloseTo(18f, within(1e-5f));
    QuantizedKernel convolution = ((QuantizedStep.Convolution) plan.steps().get(0)).kernel();
    assertThat(convolution.maxima()).containsExactly(new float[] {0.5f, 1}, within(1e-6f));
    assertThat(convolution.bias()).containsExactly(4, 3);
    assertThat(convolution.values()).containsExactly(127, 127);
    QuantizedKernel behind = plan.dense().orElseThrow();
    assertThat(behind.maxima()).containsExactly(new float[] {18, 2}, within(1e-5f));
    assertThat(behind.bias()).containsExactly(3, 4);
    assertThat(behind.values()).startsWith(Math.round(8 / 18f * 127), 127, 127, 127);
    assertThat(plan.rest()).isEmpty();
  }

  @Test
  void deadChannelsKeepTheirScale() {
    QuantizedPlan plan = plan(weights(new float[] {0, 2}, new float[2], new float[16]), 0f, 5f);
    QuantizedKernel convolution = ((QuantizedStep.Convolution) plan.steps().get(0)).kernel();
    assertThat(convolution.values()).containsExactly(0, 127);
    assertThat(convolution.maxima()).containsExactly(new float[] {1, 2}, within(1e-6f));
    assertThat(plan.range()).isEqualTo(5);
  }

  @Test
  void smallWeightsUnderALargeBiasDoNotOverflowIt() {
    QuantizedPlan plan =
        plan(weights(new float[] {1e-12f, 2}, new float[] {1000, 0}, new float[16]), 5f, 5f);
    QuantizedKernel convolution = ((QuantizedStep.Convolution) plan.steps().get(0)).kernel();
    double unit = convolution.maxima()[0] / 127.0 * 255 / 255;
    assertThat(convolution.bias()[0] / unit).isLessThan(Integer.MAX_VALUE);
  }

  @Test
  void aChannelThatNothingReadsDoesNotWidenTheRange() {
    float[] dense = {0, 0, 9, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};
    QuantizedPlan plan = plan(weights(new float[] {100, 2}, new float[2], dense), 1e6f, 36f);
    assertThat(plan.range()).isCloseTo(18f, within(1e-5f));
  }

  @Test
  void sumsOfManyProductsFitThirtyTwoBits() {
    int rows = 200_000;
    CnnArchitecture wide =
        CnnArchitecture.builder().input(1, rows, 1).flatten().dense(2).softmax().build();
    float[] kernel = new float[2 * rows];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = i % 2 == 0 ? 1e-4f : -1e-4f;
    }
    FrozenStep.Weighted dense =
        new FrozenStep.Weighted(wide.layers().get(1), kernel, new float[] {1e9f, 0});
    QuantizedKernel quantized = QuantizedKernel.of(dense, 255);
    for (int output = 0; output < 2; output++) {
      long sum = 0;
      for (int i = output; i < kernel.length; i += 2) {
        sum += Math.abs(quantized.values()[i]);
      }
      double bias = Math.abs(dense.bias()[output]) / (quantized.maxima()[output] / 127.0);
      assertThat(255 * sum + bias).isLessThan(Integer.MAX_VALUE);
    }
    float[] second = {quantized.values()[1] * quantized.maxima()[1] / 127};
    assertThat(second).containsExactly(new float[] {-1e-4f}, within(2e-6f));
  }

  @Test
  void unknownRangesStopThePlan() {
    Weights weights = weights(new float[] {1, 2}, new float[2], new float[16]);
    List<FrozenStep> folded = Folding.fold(NETWORK, weights);
    assertThat(Quantizer.plan(folded, Map.of())).isEmpty();
    assertThat(Quantizer.plan(folded, Map.of("activation", List.of(0f, 0f))))
        .as("a rectifier that never opened has no range")
        .isEmpty();
  }
}
