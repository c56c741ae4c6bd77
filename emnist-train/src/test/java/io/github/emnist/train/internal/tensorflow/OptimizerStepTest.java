package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Several steps of every optimizer against the same steps in plain Java. */
class OptimizerStepTest {
  private static final double[] RATES = {0.05, 0.1, 0.02, 0.05, 0.03};
  private static final int PIXELS = 9;
  private static final byte[] LABELS = {0, 1, 2, 3, 3, 2, 0};
  private static final byte[] IMAGES = new byte[LABELS.length * PIXELS];

  static {
    new CounterRandom(4, 5, 6).nextBytes(IMAGES);
  }

  private static CnnArchitecture architecture(int hidden) {
    return CnnArchitecture.builder()
        .name("two-layers")
        .input(3, 3, 1)
        .flatten()
        .dense(hidden)
        .relu()
        .dense(4)
        .softmax()
        .build();
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of(OptimizerSpec.sgd(0), 5),
        Arguments.of(new OptimizerSpec.Sgd(0.9, false, 0), 5),
        Arguments.of(new OptimizerSpec.Sgd(0.8, true, 0.2), 5),
        Arguments.of(OptimizerSpec.adam(), 5),
        Arguments.of(OptimizerSpec.adamW(0.3), 5),
        Arguments.of(OptimizerSpec.muon(), 5),
        Arguments.of(new OptimizerSpec.Muon(0.6, 0.4, 0.5), 16));
  }

  /** With 5 hidden units their kernel is taller than wide, with 16 wider than tall. */
  @ParameterizedTest(name = "{0}, {1} hidden")
  @MethodSource("optimizers")
  void stepsEqualPlainJava(OptimizerSpec spec, int hidden) {
    CnnArchitecture architecture = architecture(hidden);
    Weights initial = Weights.initialize(architecture, 7);
    PlainNetwork plain = new PlainNetwork(initial);
    Map<String, PlainOptimizer> optimizers = new LinkedHashMap<>();
    for (String name : initial.names()) {
      optimizers.put(
          name, new PlainOptimizer(spec, initial.shape(name), name.equals("dense/kernel")));
    }
    TrainingConfig config =
        TrainingConfig.builder()
            .precision(Precision.FLOAT32)
            .labelSmoothing(0)
            .optimizer(spec)
            .build();
    try (TrainingNetwork network =
        TrainingNetwork.create(architecture, initial, config, new float[] {1, 1, 1, 1})) {
      for (int step = 0; step < RATES.length; step++) {
        network.step(TrainingBatch.of(IMAGES, LABELS), step, RATES[step]);
        Map<String, double[]> gradients = plain.gradients(IMAGES, LABELS);
        for (String name : initial.names()) {
          optimizers
              .get(name)
              .step(plain.weights.get(name), gradients.get(name), step, RATES[step]);
        }
      }
      Weights after = network.weights();
      for (String name : after.names()) {
        assertThat(doubles(after.values(name)))
            .as(name)
            .usingComparatorWithPrecision(2e-4)
            .containsExactly(plain.weights.get(name));
        assertThat(after.values(name)).as(name).isNotEqualTo(initial.values(name));
      }
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Test
  void muonNeedsAHiddenLayer() {
    CnnArchitecture shallow =
        CnnArchitecture.builder()
            .name("shallow")
            .input(3, 3, 1)
            .conv2d(2, 2)
            .relu()
            .flatten()
            .dense(4)
            .softmax()
            .build();
    TrainingConfig config = TrainingConfig.builder().optimizer(OptimizerSpec.muon()).build();
    assertThatThrownBy(
            () ->
                TrainingNetwork.create(
                    shallow, Weights.initialize(shallow, 1), config, new float[] {1, 1, 1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "optimizer Muon updates the kernels of hidden layers; shallow has none, use Adam");
  }
}
