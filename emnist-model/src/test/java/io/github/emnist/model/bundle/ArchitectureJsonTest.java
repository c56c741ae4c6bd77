package io.github.emnist.model.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.internal.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureJsonTest {
  /** Every layer type, with settings that differ from each other and from all defaults. */
  static List<Layer> layers() {
    return List.of(
        new Layer.Conv2D(7, 5, 3, 2, Padding.SAME),
        new Layer.BatchNormalization(0.9, 1e-7),
        new Layer.Activation(ActivationFunction.RELU),
        new Layer.Activation(ActivationFunction.GELU),
        new Layer.Activation(ActivationFunction.SOFTMAX),
        new Layer.LeakyRelu(0.2),
        new Layer.AveragePool2D(3, 2, Padding.SAME),
        new Layer.SpatialDropout2D(0.3),
        new Residual(List.of(new Layer.Dense(5)), List.of()),
        new Residual(
            List.of(
                new Layer.Flatten(),
                new Residual(
                    List.of(new Layer.LeakyRelu(0.4)), List.of(new Layer.BatchNormalization()))),
            List.of(new Layer.GlobalAveragePool())),
        new Layer.MaxPool2D(3, 2, Padding.SAME),
        new Layer.MaxPool2D(2, 3, Padding.VALID),
        new Layer.GlobalAveragePool(),
        new Layer.Dropout(0.1),
        new Layer.Flatten(),
        new Layer.Dense(11));
  }

  @Test
  void noLayerTypeIsForgotten() {
    assertThat(layers())
        .extracting(layer -> (Object) layer.getClass())
        .contains((Object[]) Layer.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void everyLayerComesBack(Layer layer) throws ModelFormatException {
    byte[] text = bytes(ArchitectureJson.write(layer));
    assertThat(ArchitectureJson.read(JsonFields.of("f", text))).isEqualTo(layer);
  }

  private static byte[] bytes(Object json) {
    return JsonTree.lines(json).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aLayerReadsAsKerasNamesIt() {
    assertThat(JsonTree.text(ArchitectureJson.write(layers().get(0))))
        .isEqualTo(
            "{\"type\":\"Conv2D\",\"filters\":7,\"kernelHeight\":5,\"kernelWidth\":3,"
                + "\"stride\":2,\"padding\":\"same\"}");
  }

  @Test
  void branchesAreNested() {
    Layer residual = new Residual(List.of(new Layer.LeakyRelu(0.1)), List.of());
    assertThat(JsonTree.text(ArchitectureJson.write(residual)))
        .isEqualTo(
            "{\"type\":\"Residual\",\"body\":[{\"type\":\"LeakyReLU\",\"slope\":0.1}],"
                + "\"shortcut\":[]}");
  }

  static List<CnnArchitecture> architectures() {
    return List.of(
        CnnArchitecture.emnistCnn(),
        CnnArchitecture.small(),
        CnnArchitecture.large(),
        CnnArchitecture.fast());
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void aWholeArchitectureComesBack(CnnArchitecture cnn) throws ModelFormatException {
    JsonFields json = JsonFields.of("f", bytes(ArchitectureJson.write(cnn)));
    assertThat(ArchitectureJson.read(json, TensorShape.of(28, 28, 1), Long.MAX_VALUE))
        .isEqualTo(cnn);
  }
}
