package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrozenLayersTest {
  static Stream<Arguments> frozen() {
    return Stream.of(
        Arguments.of(Set.of(), Set.of()),
        Arguments.of(Set.of("activation", "dense"), Set.of("dense/kernel", "dense/bias")),
        Arguments.of(
            Set.of("batch_normalization"),
            Set.of(
                "batch_normalization/gamma",
                "batch_normalization/beta",
                "batch_normalization/moving_mean",
                "batch_normalization/moving_variance")),
        Arguments.of(
            Set.of("residual"),
            Set.of(
                "residual/body/conv2d/kernel",
                "residual/body/conv2d/bias",
                "residual/body/batch_normalization/gamma",
                "residual/body/batch_normalization/beta",
                "residual/body/batch_normalization/moving_mean",
                "residual/body/batch_normalization/moving_variance")),
        Arguments.of(
            Set.of("residual/body/conv2d"),
            Set.of("residual/body/conv2d/kernel", "residual/body/conv2d/bias")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frozen")
  void stayAsTheyAreWhileAllOthersChange(Set<String> layers, Set<String> parameters) {
    TrainingConfig config =
        TinyTraining.config().optimizer(OptimizerSpec.adamW(0.1)).frozenLayers(layers).build();
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 3);
      Weights after = network.weights();
      for (String name : after.names()) {
        float[] before = TinyTraining.INITIAL.values(name);
        if (parameters.contains(name)) {
          assertThat(after.values(name)).as(name).isEqualTo(before);
        } else {
          assertThat(after.values(name)).as(name).isNotEqualTo(before);
        }
      }
    }
  }

  @Test
  void mustBeLayersOfTheNetwork() {
    assertThatThrownBy(() -> create(Set.of("conv9")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "frozenLayers: tiny has no layer conv9; its layers are conv2d, batch_normalization,"
                + " activation, residual, residual/body/conv2d, residual/body/batch_normalization,"
                + " dropout, flatten, dense, activation_1, dense_1, activation_2");
  }

  @Test
  void mustLeaveSomethingToTrain() {
    assertThatThrownBy(
            () -> create(Set.of("conv2d", "batch_normalization", "residual", "dense", "dense_1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "frozenLayers [batch_normalization, conv2d, dense, dense_1, residual] leave no layer of"
                + " tiny to train");
  }

  private static void create(Set<String> layers) {
    TinyTraining.network(TinyTraining.config().frozenLayers(layers).build()).close();
  }
}
