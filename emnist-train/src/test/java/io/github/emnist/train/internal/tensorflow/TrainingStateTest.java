package io.github.emnist.train.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.OptimizerSpec;
import io.github.emnist.train.config.TrainingConfig;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingStateTest {
  private static TrainingConfig.Builder with(OptimizerSpec optimizer) {
    return TinyTraining.config().optimizer(optimizer);
  }

  static Stream<TrainingConfig> settings() {
    return Stream.of(
        with(OptimizerSpec.sgd(0)).build(),
        with(OptimizerSpec.sgd(0.9)).averaging(new WeightAveraging(0.9)).build(),
        with(OptimizerSpec.adam()).build(),
        with(OptimizerSpec.adamW(0.1)).averaging(new WeightAveraging(0.3)).build(),
        with(OptimizerSpec.muon().withWeightDecay(0.1))
            .gradientClipNorm(0.5)
            .averaging(new WeightAveraging(0.9))
            .frozenLayers(Set.of("residual"))
            .build());
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("settings")
  void aResumedTrainingIsTheUninterruptedOneToTheBit(TrainingConfig config) {
    Weights saved;
    Weights uninterrupted;
    Weights kept;
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 3);
      saved = network.state();
      TinyTraining.steps(network, 3, 6);
      uninterrupted = network.state();
      kept = network.weights();
    }
    assertThat(uninterrupted).isNotEqualTo(saved);
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 1);
      network.restore(saved);
      assertThat(network.state()).isEqualTo(saved);
      TinyTraining.steps(network, 3, 6);
      assertThat(network.state()).isEqualTo(uninterrupted);
      assertThat(network.weights()).isEqualTo(kept);
    }
  }

  /** The optimizers' operations have names too, whose numbers TensorFlow wants in ASCII. */
  @ParameterizedTest(name = "{index}")
  @MethodSource("settings")
  void trainsInLocalesOfOtherDigits(TrainingConfig config) {
    Locale usual = Locale.getDefault();
    Weights expected = stateAfterTwoSteps(config);
    try {
      for (String tag : List.of("ar-EG", "bn-BD", "mr-IN")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        assertThat(String.format("%d", 28)).isNotEqualTo("28");
        assertThat(stateAfterTwoSteps(config)).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(usual);
    }
  }

  private static Weights stateAfterTwoSteps(TrainingConfig config) {
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 2);
      return network.state();
    }
  }

  @Test
  void holdsWeightsOptimizerAndAverages() {
    Set<String> weights = TinyTraining.INITIAL.names();
    try (TrainingNetwork network = TinyTraining.network(with(OptimizerSpec.sgd(0)).build())) {
      assertThat(network.state().names())
          .containsExactlyElementsOf(weights.stream().map(name -> "weights/" + name).toList());
    }
    TrainingConfig config = with(OptimizerSpec.muon()).averaging(new WeightAveraging(0.9)).build();
    try (TrainingNetwork network = TinyTraining.network(config)) {
      assertThat(network.state().names())
          .containsAll(weights.stream().map(name -> "weights/" + name).toList())
          .containsAll(weights.stream().map(name -> "average/" + name).toList())
          .contains(
              "optimizer/conv2d/kernel/adam_m",
              "optimizer/conv2d/kernel/adam_v",
              "optimizer/residual/body/conv2d/kernel/muon_momentum",
              "optimizer/residual/body/conv2d/bias/adam_m",
              "optimizer/batch_normalization/gamma/adam_v",
              "optimizer/dense/kernel/muon_momentum",
              "optimizer/dense_1/kernel/adam_m")
          .hasSize(2 * weights.size() + 2 + 2 * 10);
    }
  }

  @Test
  void misfitsAreNamedAndChangeNothing() {
    TrainingConfig config = with(OptimizerSpec.sgd(0.9)).build();
    String momentum = "optimizer/dense_1/bias/momentum";
    try (TrainingNetwork network = TinyTraining.network(config)) {
      TinyTraining.steps(network, 0, 1);
      Weights before = network.state();
      List<Weights> misfits =
          List.of(
              changed(before, momentum, List.of(4), null),
              changed(before, momentum, List.of(2, 2), new float[4]),
              changed(before, momentum, List.of(4), new float[] {0, 0, Float.NaN, 0}),
              changed(before, "optimizer/dense_1/bias/adam_m", List.of(1), new float[1]));
      List<String> messages =
          List.of(
              "training state: " + momentum + " is missing, these settings need it with shape [4]",
              "training state " + momentum + ": found shape [2, 2], expected [4]",
              "training state " + momentum + ": found NaN at element 2, expected a finite number",
              "training state: found optimizer/dense_1/bias/adam_m, which these settings do not use");
      for (int i = 0; i < misfits.size(); i++) {
        Weights misfit = misfits.get(i);
        assertThatThrownBy(() -> network.restore(misfit))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(messages.get(i));
        assertThat(network.state()).isEqualTo(before);
      }
    }
  }

  /** The state with other weights everywhere and one array replaced, added or, null, left out. */
  private static Weights changed(
      Weights state, String replaced, List<Integer> shape, float[] values) {
    Weights.Builder changed = Weights.builder();
    for (String name : state.names()) {
      if (!name.equals(replaced)) {
        changed.put(name, state.shape(name), new float[state.values(name).length]);
      }
    }
    if (values != null) {
      changed.put(replaced, shape, values);
    }
    return changed.build();
  }
}
