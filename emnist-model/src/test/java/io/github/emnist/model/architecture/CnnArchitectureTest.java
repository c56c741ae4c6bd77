package io.github.emnist.model.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.CnnArchitecture.ArchitectureBuilder;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class CnnArchitectureTest {
  @Test
  void emnistCnnHasKerasCounts() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn();
    assertThat(cnn.parameterCount()).isEqualTo(1_384_911);
    assertThat(cnn.trainableParameterCount()).isEqualTo(1_384_655);
    assertThat(cnn.layers().stream().map(PlacedLayer::parameterCount).filter(n -> n > 0))
        .containsExactly(832L, 128L, 25_632L, 128L, 18_496L, 256L, 1_327_360L, 12_079L);
    assertThat(cnn.classes()).isEqualTo(47);
    assertThat(cnn.input()).isEqualTo(TensorShape.of(28, 28, 1));
  }

  @Test
  void layersAndParametersHaveKerasNames() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn();
    assertThat(cnn.layers().stream().map(PlacedLayer::name))
        .startsWith("conv2d", "activation", "batch_normalization", "conv2d_1")
        .contains("max_pooling2d", "dropout", "flatten", "dense")
        .endsWith("dense_1", "activation_4");
    assertThat(cnn.parameters()).hasSize(22);
    assertThat(cnn.parameters().stream().limit(7).map(Parameter::name))
        .containsExactly(
            "conv2d/kernel",
            "conv2d/bias",
            "batch_normalization/gamma",
            "batch_normalization/beta",
            "batch_normalization/moving_mean",
            "batch_normalization/moving_variance",
            "conv2d_1/kernel");
    assertThat(cnn.parameters())
        .contains(
            new Parameter("conv2d_2/kernel", List.of(3, 3, 32, 64), true),
            new Parameter("batch_normalization_2/moving_variance", List.of(64), false),
            new Parameter("dense/kernel", List.of(5184, 256), true));
  }

  @Test
  void theBodyIsAllBeforeTheLastDenseLayer() {
    CnnArchitecture cnn =
        CnnArchitecture.builder()
            .input(8, 6, 1)
            .residual(body -> body.conv2d(4, 3, Padding.SAME), shortcut -> shortcut.conv2d(4, 1))
            .flatten()
            .dense(5)
            .relu()
            .dense(2)
            .softmax()
            .build();
    assertThat(cnn.bodyLayerNames())
        .containsExactly(
            "residual",
            "residual/body/conv2d",
            "residual/shortcut/conv2d",
            "flatten",
            "dense",
            "activation");
  }

  @Test
  void averagePoolingIsNamedAsInKeras() {
    CnnArchitecture cnn =
        CnnArchitecture.builder()
            .input(8, 6, 1)
            .conv2d(4, 3, Padding.SAME)
            .globalAveragePool()
            .dense(2)
            .softmax()
            .build();
    assertThat(cnn.name()).isEqualTo("sequential");
    assertThat(cnn.layers().get(0).output()).isEqualTo(TensorShape.of(8, 6, 4));
    assertThat(cnn.layers().get(1).name()).isEqualTo("global_average_pooling2d");
    assertThat(cnn.layers().get(1).output()).isEqualTo(TensorShape.of(4));
  }

  @Test
  void stridesRoundAsInTensorFlow() {
    CnnArchitecture cnn =
        CnnArchitecture.builder()
            .input(7, 8, 1)
            .layer(new Layer.Conv2D(2, 3, 3, 2, Padding.SAME))
            .layer(new Layer.MaxPool2D(2, 2, Padding.SAME))
            .layer(new Layer.Conv2D(2, 1, 2, 2, Padding.VALID))
            .flatten()
            .dense(2)
            .softmax()
            .build();
    assertThat(cnn.layers().stream().limit(4).map(PlacedLayer::output))
        .containsExactly(
            TensorShape.of(4, 4, 2),
            TensorShape.of(2, 2, 2),
            TensorShape.of(1, 1, 2),
            TensorShape.of(2));
  }

  @Test
  void otherClassesChangeOnlyTheLastDenseLayer() {
    CnnArchitecture digits = CnnArchitecture.emnistCnn().withClasses(10);
    assertThat(digits).isEqualTo(CnnArchitecture.emnistCnn(10));
    assertThat(digits).hasSameHashCodeAs(CnnArchitecture.emnistCnn(10));
    assertThat(digits).isNotEqualTo(CnnArchitecture.emnistCnn());
    assertThat(digits.parameterCount()).isEqualTo(1_384_911 - 37 * 257);
    assertThat(digits)
        .hasToString("CnnArchitecture[emnist-cnn, input (None, 28, 28, 1), 16 layers, 10 classes]");
  }

  @Test
  void layersRebuildTheSameArchitecture() {
    CnnArchitecture cnn = CnnArchitecture.emnistCnn();
    List<Layer> layers = cnn.layers().stream().map(PlacedLayer::layer).toList();
    assertThat(CnnArchitecture.of("emnist-cnn", cnn.input(), layers)).isEqualTo(cnn);
    assertThat(CnnArchitecture.of("other", cnn.input(), layers)).isNotEqualTo(cnn);
  }

  @Test
  void shapeErrorsNameTheLayer() {
    assertThatThrownBy(
            () -> small().conv2d(8, 3).maxPool(2).conv2d(8, 5).flatten().dense(2).softmax().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("conv2d_1: kernel 5x5 does not fit input (None, 3, 3, 8)");
    assertThatThrownBy(() -> small().maxPool(9).flatten().dense(2).softmax().build())
        .hasMessage("max_pooling2d: pool 9x9 does not fit input (None, 8, 8, 1)");
    assertThatThrownBy(() -> small().dense(2).softmax().build())
        .hasMessage(
            "dense: needs a flat input, found (None, 8, 8, 1); put flatten() or"
                + " globalAveragePool() before it");
    assertThatThrownBy(() -> small().flatten().conv2d(2, 1).dense(2).softmax().build())
        .hasMessage("conv2d: needs an input (height, width, channels), found (None, 64)");
    assertThatThrownBy(() -> small().flatten().globalAveragePool().dense(2).softmax().build())
        .hasMessage(
            "global_average_pooling2d: needs an input (height, width, channels), found (None, 64)");
    assertThatThrownBy(() -> small().averagePool(9).flatten().dense(2).softmax().build())
        .hasMessage("average_pooling2d: pool 9x9 does not fit input (None, 8, 8, 1)");
    assertThatThrownBy(() -> small().flatten().averagePool(2).dense(2).softmax().build())
        .hasMessage(
            "average_pooling2d: needs an input (height, width, channels), found (None, 64)");
    assertThatThrownBy(() -> small().flatten().spatialDropout(0.5).dense(2).softmax().build())
        .hasMessage(
            "spatial_dropout2d: needs an input (height, width, channels), found (None, 64)");
    assertThatThrownBy(() -> small().conv2d(100_000_000, 3).flatten().dense(2).softmax().build())
        .hasMessage(
            "conv2d: shape [6, 6, 100000000] has too many elements, expected at most 2,147,483,647");
    assertThatThrownBy(() -> small().flatten().dense(100_000_000).dense(2).softmax().build())
        .hasMessage(
            "dense/kernel: shape [64, 100000000] has too many elements, expected at most 2,147,483,647");
  }

  @Test
  void theEndMustBeDenseAndSoftmax() {
    assertThatThrownBy(() -> small().flatten().dense(2).build())
        .hasMessage(
            "the last two layers must be dense(classes) and softmax(), found [flatten, dense]");
    assertThatThrownBy(() -> small().softmax().build())
        .hasMessage("the last two layers must be dense(classes) and softmax(), found [activation]");
    assertThatThrownBy(() -> small().build())
        .hasMessage("the last two layers must be dense(classes) and softmax(), found []");
    assertThatThrownBy(() -> small().flatten().dense(9).softmax().dense(2).softmax().build())
        .hasMessage("activation: softmax is allowed only as the last layer");
    assertThatThrownBy(() -> CnnArchitecture.emnistCnn(257))
        .hasMessage("classes (257) must be 2 to 256");
    assertThatThrownBy(() -> small().flatten().dense(1).softmax().build())
        .hasMessage("classes (1) must be 2 to 256");
    assertThat(CnnArchitecture.emnistCnn(256).classes()).isEqualTo(256);
  }

  @Test
  void inputIsDeclaredOnce() {
    assertThatThrownBy(() -> small().input(28, 28, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the input is declared already, as (None, 8, 8, 1)");
    assertThatThrownBy(() -> CnnArchitecture.builder().flatten().dense(2).softmax().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no input is declared; call input(height, width, channels)");
    assertThatThrownBy(() -> CnnArchitecture.of("x", TensorShape.of(3), List.of()))
        .hasMessage("input must be (height, width, channels), found (None, 3)");
    assertThatThrownBy(() -> small().name(" ").flatten().dense(2).softmax().build())
        .hasMessage("the architecture's name must not be blank");
  }

  private static ArchitectureBuilder small() {
    return CnnArchitecture.builder().input(8, 8, 1);
  }
}
