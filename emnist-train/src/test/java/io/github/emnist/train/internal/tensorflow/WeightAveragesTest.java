package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAveragesTest {
  private static TrainingConfig.Builder plain() {
    return TinyTraining.config().optimizer(OptimizerSpec.adamW(0.1));
  }

  /**
   * A twin without averaging gives the weights behind every step, decay included. The first move
   * takes 0.9 of the way, so an average that read the weights before a step would be far off.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 0.998})
  void followTheWeightsBehindEveryStep(double decay) {
    Map<String, double[]> expected = new LinkedHashMap<>();
    for (String name : TinyTraining.INITIAL.names()) {
      float[] values = TinyTraining.INITIAL.values(name);
      expected.put(name, new double[values.length]);
      for (int i = 0; i < values.length; i++) {
        expected.get(name)[i] = values[i];
      }
    }
    TrainingConfig averaging = plain().averaging(new WeightAveraging(decay)).build();
    try (TrainingNetwork averaged = TinyTraining.network(averaging);
        TrainingNetwork twin = TinyTraining.network(plain().build())) {
      for (int step = 0; step < 8; step++) {
        TinyTraining.steps(averaged, step, step + 1);
        TinyTraining.steps(twin, step, step + 1);
        Weights now = twin.weights();
        double kept = Math.min(decay, (1.0 + step) / (10 + step));
        for (String name : now.names()) {
          float[] values = now.values(name);
          for (int i = 0; i < values.length; i++) {
            expected.get(name)[i] = kept * expected.get(name)[i] + (1 - kept) * values[i];
          }
        }
      }
      Weights found = averaged.weights();
      for (String name : found.names()) {
        float[] values = found.values(name);
        for (int i = 0; i < values.length; i++) {
          assertThat((double) values[i]).as(name).isCloseTo(expected.get(name)[i], within(1e-5));
        }
        assertThat(averaged.state().values("weights/" + name))
            .as(name)
            .isEqualTo(twin.weights().values(name));
        assertThat(averaged.state().values("average/" + name)).as(name).isEqualTo(values);
      }
      assertThat(found).isNotEqualTo(twin.weights());
    }
  }

  /** With a decay of 0.998 alone, four fifths of the initial weights would still be there. */
  @Test
  void forgetTheInitialWeightsAtOnce() {
    TrainingConfig config = plain().averaging(new WeightAveraging(0.998)).build();
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 100);
      Weights state = network.state();
      double apart = 0;
      double moved = 0;
      for (String name : TinyTraining.INITIAL.names()) {
        float[] initial = TinyTraining.INITIAL.values(name);
        float[] now = state.values("weights/" + name);
        float[] average = state.values("average/" + name);
        for (int i = 0; i < now.length; i++) {
          apart += Math.pow(average[i] - now[i], 2);
          moved += Math.pow(now[i] - initial[i], 2);
        }
      }
      assertThat(Math.sqrt(apart / moved)).isLessThan(0.25);
    }
  }

  @Test
  void areWhatTheEvaluationUses() {
    TrainingConfig config = plain().averaging(new WeightAveraging(0.9)).build();
    try (TrainingNetwork averaged = TinyTraining.network(config)) {
      TinyTraining.steps(averaged, 0, 4);
      Score score = TinyTraining.evaluate(averaged);
      try (TrainingNetwork fresh =
          TrainingNetwork.create(
              TinyTraining.ARCHITECTURE,
              averaged.weights(),
              plain().build(),
              new float[] {1, 1, 1, 1})) {
        assertThat(TinyTraining.evaluate(fresh)).isEqualTo(score);
        TinyTraining.steps(fresh, 4, 5);
        assertThat(TinyTraining.evaluate(fresh)).isNotEqualTo(score);
      }
    }
  }

  @Test
  void ofFrozenLayersStayThem() {
    TrainingConfig config =
        plain().averaging(new WeightAveraging(0.9)).frozenLayers(Set.of("conv2d")).build();
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 3);
      assertThat(network.weights().values("conv2d/kernel"))
          .isEqualTo(TinyTraining.INITIAL.values("conv2d/kernel"));
      assertThat(network.weights().values("dense/kernel"))
          .isNotEqualTo(TinyTraining.INITIAL.values("dense/kernel"));
    }
  }
}
