package io.github.emnist.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class LayerTest {
  @Test
  void settingsOutOfRangeAreRefusedAtOnce() {
    ArchitectureBuilder builder = CnnArchitecture.builder();
    assertThatThrownBy(() -> builder.conv2d(0, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Conv2D: filters (0) must be positive");
    assertThatThrownBy(() -> builder.conv2d(32, -5))
        .hasMessage("Conv2D: kernelHeight (-5) must be positive");
    assertThatThrownBy(() -> new Layer.Conv2D(1, 1, 0, 1, Padding.VALID))
        .hasMessage("Conv2D: kernelWidth (0) must be positive");
    assertThatThrownBy(() -> new Layer.Conv2D(1, 1, 1, 0, Padding.VALID))
        .hasMessage("Conv2D: stride (0) must be positive");
    assertThatThrownBy(() -> builder.conv2d(1, 1, null))
        .hasMessage("Conv2D: padding must not be null");
    assertThatThrownBy(() -> builder.maxPool(0)).hasMessage("MaxPool2D: pool (0) must be positive");
    assertThatThrownBy(() -> new Layer.MaxPool2D(2, 0, Padding.VALID))
        .hasMessage("MaxPool2D: stride (0) must be positive");
    assertThatThrownBy(() -> new Layer.MaxPool2D(2, 2, null))
        .hasMessage("MaxPool2D: padding must not be null");
    assertThatThrownBy(() -> builder.conv2d(1, 1, 0, Padding.SAME))
        .hasMessage("Conv2D: stride (0) must be positive");
    assertThatThrownBy(() -> builder.averagePool(0))
        .hasMessage("AveragePool2D: pool (0) must be positive");
    assertThatThrownBy(() -> new Layer.AveragePool2D(2, -1, Padding.VALID))
        .hasMessage("AveragePool2D: stride (-1) must be positive");
    assertThatThrownBy(() -> new Layer.AveragePool2D(2, 2, null))
        .hasMessage("AveragePool2D: padding must not be null");
    assertThatThrownBy(() -> builder.leakyRelu(1))
        .hasMessage("LeakyReLU: slope (1.0) must be in [0, 1)");
    assertThatThrownBy(() -> builder.leakyRelu(Double.NaN))
        .hasMessage("LeakyReLU: slope (NaN) must be in [0, 1)");
    assertThatThrownBy(() -> builder.spatialDropout(1))
        .hasMessage("SpatialDropout2D: rate (1.0) must be in [0, 1)");
    assertThatThrownBy(() -> new Layer.Activation(null))
        .hasMessage("Activation: function must not be null");
    assertThatThrownBy(() -> builder.dense(-1)).hasMessage("Dense: units (-1) must be positive");
    assertThatThrownBy(() -> builder.dropout(1))
        .hasMessage("Dropout: rate (1.0) must be in [0, 1)");
    assertThatThrownBy(() -> builder.dropout(-0.1))
        .hasMessage("Dropout: rate (-0.1) must be in [0, 1)");
    assertThatThrownBy(() -> builder.dropout(Double.NaN))
        .hasMessage("Dropout: rate (NaN) must be in [0, 1)");
    assertThatThrownBy(() -> new Layer.BatchNormalization(1, 1e-3))
        .hasMessage("BatchNormalization: momentum (1.0) must be in [0, 1)");
    assertThatThrownBy(() -> new Layer.BatchNormalization(0.9, 0))
        .hasMessage("BatchNormalization: epsilon (0.0) must be positive");
  }

  @Test
  void batchNormalizationHasKerasDefaults() {
    assertThat(new Layer.BatchNormalization()).isEqualTo(new Layer.BatchNormalization(0.99, 0.001));
  }

  @Test
  void parametersAreFoundByRole() {
    PlacedLayer dense = new Layer.Dense(3).place("dense", TensorShape.of(4));
    assertThat(dense.parameter("kernel"))
        .isEqualTo(new Parameter("dense/kernel", List.of(4, 3), true));
    assertThat(dense.parameter("kernel").size()).isEqualTo(12);
    assertThat(dense.parameter("bias").role()).isEqualTo("bias");
    assertThatThrownBy(() -> dense.parameter("gamma"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dense has no parameter gamma");
  }

  @Test
  void parametersHavePositiveShapes() {
    assertThatThrownBy(() -> new Parameter("a/kernel", List.of(), true))
        .hasMessage("a/kernel: shape [] must be positive");
    assertThatThrownBy(() -> new Parameter("a/kernel", List.of(2, 0), true))
        .hasMessage("a/kernel: shape [2, 0] must be positive");
  }
}
