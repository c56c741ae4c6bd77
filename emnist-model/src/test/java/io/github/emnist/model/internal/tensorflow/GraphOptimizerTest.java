package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * TensorFlow's graph optimizer fails on some sequences of operations. Answers stay right, but it
 * prints errors on the user's console and gives up on the whole graph, so that such sequences must
 * not be built.
 */
class GraphOptimizerTest {
  private static final int IMAGES = 3;

  static List<CnnArchitecture> architectures() {
    return Stream.concat(
            Architectures.all().stream(),
            Stream.of(CnnArchitecture.emnistCnn(), CnnArchitecture.small()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void everyGraphIsOptimizedWithoutErrors(CnnArchitecture architecture) {
    assumeFalse(OS.WINDOWS.isCurrentOs(), "what native code prints is out of reach on Windows");
    Weights weights = TestNetwork.randomWeights(architecture, 1);
    byte[] images = TestNetwork.randomImages(architecture, IMAGES, 2);
    List<String> printed = new ArrayList<>();
    NativeProcess.capture(
        () -> {
          try (TestNetwork network = new TestNetwork(architecture, weights, 0);
              FrozenNetwork frozen =
                  new FrozenNetwork(architecture, weights, RuntimeOptions.DEFAULT);
              // Its convolutions are oneDNN's, which more is fused with.
              FrozenNetwork half =
                  new FrozenNetwork(
                      architecture, weights, new RuntimeOptions(0, true, Precision.BFLOAT16))) {
            network.evaluationLogits(images);
            network.step(images, new int[IMAGES], 1, 0);
            frozen.probabilities(images, IMAGES);
            half.probabilities(images, IMAGES);
          }
        },
        printed::add);
    assertThat(printed).singleElement().asString().doesNotContain("failed", "OpKernel");
  }
}
