package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.CpuFeatures;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** 8-bit integers against float32: the peer is the same network in float32. */
class QuantizedNetworkTest {
  private static final int IMAGES = 64;

  /** What one step of 256 does to a probability, over a few layers. */
  private static final float ROUNDING = 0.02f;

  private static final RuntimeOptions INT8 = new RuntimeOptions(0, true, Precision.INT8);

  static List<CnnArchitecture> architectures() {
    return List.of(
        input().conv2d(8, 3).relu().flatten().dense(5).softmax().build(),
        input()
            .conv2d(8, 5)
            .relu()
            .batchNormalization()
            .conv2d(12, 3, Padding.SAME)
            .batchNormalization()
            .relu()
            .maxPool(2)
            .dropout(0.5)
            .flatten()
            .dense(16)
            .relu()
            .dense(5)
            .softmax()
            .build(),
        // What follows the first pooling is computed in float32.
        input()
            .conv2d(8, 3)
            .relu()
            .averagePool(2)
            .conv2d(8, 3)
            .gelu()
            .flatten()
            .dense(5)
            .softmax()
            .build(),
        input()
            .conv2d(8, 3)
            .relu()
            .residual(body -> body.conv2d(8, 3, Padding.SAME).relu())
            .globalAveragePool()
            .dense(5)
            .softmax()
            .build());
  }

  private static ArchitectureBuilder input() {
    return CnnArchitecture.builder().input(12, 12, 1);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void agreesWithFloat32(CnnArchitecture architecture) {
    assumeTrue(
        CpuFeatures.ofThisMachine().hasInt8(), "this processor does not compute in 8-bit integers");
    Weights weights = Weights.initialize(architecture, 7);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 8);
    ActivationRanges ranges = ActivationMeter.measure(architecture, weights, images, IMAGES);
    try (FrozenNetwork integers =
            new FrozenNetwork(architecture, weights, Optional.of(ranges), INT8);
        FrozenNetwork floats = new FrozenNetwork(architecture, weights, RuntimeOptions.DEFAULT)) {
      float[] expected = floats.probabilities(images, IMAGES);
      float[] found = integers.probabilities(images, IMAGES);
      assertThat(found).containsExactly(expected, within(ROUNDING));
      assertThat(found).as("not computed in float32 after all").isNotEqualTo(expected);
      float[] alone = integers.probabilities(Arrays.copyOf(images, 144), 1);
      assertThat(Arrays.copyOf(found, 5)).containsExactly(alone, within(1e-6f));
    }
  }

  /**
   * Their kernels' integers, shapes and ranges are equal: TensorFlow could take one for another.
   */
  @Test
  void networksThatDifferInScaleAloneAreKeptApart() {
    assumeTrue(
        CpuFeatures.ofThisMachine().hasInt8(), "this processor does not compute in 8-bit integers");
    CnnArchitecture architecture = architectures().get(0);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 8);
    Weights largest = Weights.initialize(architecture, 7);
    Optional<ActivationRanges> ranges =
        Optional.of(ActivationMeter.measure(architecture, largest, images, IMAGES));
    for (float scale : new float[] {1, 0.25f, 0.5f, 1}) {
      Weights weights = scaled(largest, scale);
      try (FrozenNetwork integers = new FrozenNetwork(architecture, weights, ranges, INT8);
          FrozenNetwork floats = new FrozenNetwork(architecture, weights, RuntimeOptions.DEFAULT)) {
        assertThat(integers.probabilities(images, IMAGES))
            .as("scale " + scale)
            .containsExactly(floats.probabilities(images, IMAGES), within(ROUNDING));
      }
    }
  }

  private static Weights scaled(Weights weights, float scale) {
    Weights.Builder scaled = Weights.builder();
    for (String name : weights.names()) {
      float[] values = weights.values(name).clone();
      for (int i = 0; name.startsWith("conv2d") && i < values.length; i++) {
        values[i] *= scale;
      }
      scaled.put(name, weights.shape(name), values);
    }
    return scaled.build();
  }

  @Test
  void rangesAreTheLargestOutputs() {
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .input(2, 2, 1)
            .conv2d(2, 1)
            .relu()
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights weights =
        Weights.builder()
            .put("conv2d/kernel", List.of(1, 1, 1, 2), new float[] {51, -51})
            .put("conv2d/bias", List.of(2), new float[] {1, 2})
            .put("dense/kernel", List.of(8, 2), new float[16])
            .put("dense/bias", List.of(2), new float[2])
            .build();
    byte[] images = {0, 5, 10, 0, 1, 2, 3, 100};
    ActivationRanges ranges = ActivationMeter.measure(architecture, weights, images, 2);
    assertThat(ranges.images()).isEqualTo(2);
    assertThat(ranges.maxima()).containsOnlyKeys("activation");
    assertThat(ranges.maxima().get("activation").get(0)).isCloseTo(21f, within(1e-4f));
    assertThat(ranges.maxima().get("activation").get(1)).isCloseTo(2f, within(1e-4f));
  }

  /** Within residual layers too, and of convolutions whose outputs no rectifier cuts off. */
  @Test
  void rangesAreOfAllConvolutions() {
    CnnArchitecture architecture =
        CnnArchitecture.builder()
            .input(2, 2, 1)
            .conv2d(1, 1)
            .relu()
            .residual(body -> body.conv2d(1, 1).relu().conv2d(1, 1))
            .relu()
            .flatten()
            .dense(2)
            .softmax()
            .build();
    Weights weights =
        Weights.builder()
            .put("conv2d/kernel", List.of(1, 1, 1, 1), new float[] {255})
            .put("conv2d/bias", List.of(1), new float[1])
            .put("residual/body/conv2d/kernel", List.of(1, 1, 1, 1), new float[] {2})
            .put("residual/body/conv2d/bias", List.of(1), new float[1])
            .put("residual/body/conv2d_1/kernel", List.of(1, 1, 1, 1), new float[] {-3})
            .put("residual/body/conv2d_1/bias", List.of(1), new float[] {1})
            .put("dense/kernel", List.of(4, 2), new float[8])
            .put("dense/bias", List.of(2), new float[2])
            .build();
    ActivationRanges ranges =
        ActivationMeter.measure(architecture, weights, new byte[] {0, 1, 2, 10}, 1);
    assertThat(ranges.maxima())
        .isEqualTo(
            Map.of(
                "activation", List.of(10f),
                "residual/body/activation", List.of(20f),
                "residual/body/conv2d_1", List.of(59f),
                "activation_1", List.of(1f)));
  }

  @Test
  void imagesOfOtherLengthsAreNotMeasured() {
    CnnArchitecture architecture = architectures().get(0);
    Weights weights = Weights.initialize(architecture, 1);
    assertThatThrownBy(() -> ActivationMeter.measure(architecture, weights, new byte[100], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("images: found 100 bytes, expected 1 images x 144 pixels and at least 1");
    assertThatThrownBy(() -> ActivationMeter.measure(architecture, weights, new byte[0], 0))
        .hasMessage("images: found 0 bytes, expected 0 images x 144 pixels and at least 1");
  }

  @Test
  void integersNeedRanges() {
    CnnArchitecture architecture = architectures().get(0);
    Weights weights = Weights.initialize(architecture, 1);
    assertThatThrownBy(() -> new FrozenNetwork(architecture, weights, INT8).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model has no activation ranges, without which it cannot be computed in 8-bit"
                + " integers");
    ActivationRanges none = new ActivationRanges(1, Map.of());
    assertThatThrownBy(
            () -> new FrozenNetwork(architecture, weights, Optional.of(none), INT8).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the network does not begin with a convolution and a rectifier of known range, so none"
                + " of it can be computed in 8-bit integers");
  }

  @Test
  void theFastestNativePrecisionIsChosen() {
    CnnArchitecture architecture = architectures().get(1);
    Weights weights = Weights.initialize(architecture, 7);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 8);
    Optional<ActivationRanges> ranges =
        Optional.of(ActivationMeter.measure(architecture, weights, images, IMAGES));
    CpuFeatures old = new CpuFeatures(List.of("avx", "avx2"), true);
    CpuFeatures vnni = new CpuFeatures(List.of("avx512_vnni", "avx512_bf16"), true);
    assertThat(fasterInIntegers(architecture, old)).isFalse();
    assertThat(fasterInIntegers(architecture, vnni)).isTrue();
    assertThat(fasterInIntegers(CnnArchitecture.emnistCnn(), vnni)).isTrue();
    assertThat(fasterInIntegers(CnnArchitecture.fast(), vnni)).isFalse();
    assertThat(fasterInIntegers(CnnArchitecture.best(), vnni)).isFalse();
    CpuFeatures here = CpuFeatures.ofThisMachine();
    Precision floats = here.fasterInBfloat16() ? Precision.BFLOAT16 : Precision.FLOAT32;
    try (FrozenNetwork network = FastestNetwork.open(architecture, weights, ranges, 0)) {
      assertThat(network.precision()).isEqualTo(here.hasInt8() ? Precision.INT8 : floats);
    }
    try (FrozenNetwork network = FastestNetwork.open(architecture, weights, Optional.empty(), 0)) {
      assertThat(network.precision()).isEqualTo(floats);
    }
  }

  private static boolean fasterInIntegers(CnnArchitecture architecture, CpuFeatures processor) {
    Weights weights = Weights.initialize(architecture, 7);
    ActivationRanges ranges =
        ActivationMeter.measure(
            architecture, weights, TestNetwork.randomImages(architecture, IMAGES, 8), IMAGES);
    return FastestNetwork.fasterInIntegers(architecture, weights, Optional.of(ranges), processor);
  }

  @Test
  void senselessRangesArePassedOver() {
    CnnArchitecture architecture = architectures().get(0);
    Weights weights = Weights.initialize(architecture, 7);
    for (float senseless : new float[] {Float.MAX_VALUE, 1e30f, 1e-30f, Float.MIN_VALUE}) {
      ActivationRanges ranges =
          new ActivationRanges(1, Map.of("activation", Collections.nCopies(8, senseless)));
      try (FrozenNetwork network =
          FastestNetwork.open(architecture, weights, Optional.of(ranges), 0)) {
        assertThat(network.precision()).isNotEqualTo(Precision.INT8);
      }
    }
  }

  @Test
  void whatCannotBeQuantizedIsOpenedOtherwise() {
    CnnArchitecture dense = input().flatten().dense(5).softmax().build();
    Weights weights = Weights.initialize(dense, 7);
    Optional<ActivationRanges> none = Optional.of(new ActivationRanges(1, Map.of()));
    try (FrozenNetwork network = FastestNetwork.open(dense, weights, none, 0)) {
      assertThat(network.precision()).isNotEqualTo(Precision.INT8);
      assertThat(network.probabilities(new byte[144], 1)).hasSize(5);
    }
  }
}
