package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/** Variables that are no network's parameters, as an optimizer keeps them. */
class NetworkVariablesTest {
  private static final List<Parameter> MOMENTS =
      List.of(
          new Parameter("dense/kernel/m", List.of(2, 3), false),
          new Parameter("dense/kernel/v", List.of(2, 3), false));

  @Test
  void theirOwnArraysAreTakenFromMany() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      NetworkVariables variables = NetworkVariables.create(GraphOps.of(graph), MOMENTS);
      Weights.Builder more = Weights.builder().put("step", List.of(), new float[] {7});
      variables.assign(session, moments(more).build());
      assertThat(variables.read(session)).isEqualTo(moments(Weights.builder()).build());
      assertThat(variables.trainable()).isEmpty();
    }
  }

  @Test
  void misfitsAreNamedAndChangeNothing() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      NetworkVariables variables = NetworkVariables.create(GraphOps.of(graph), MOMENTS);
      Weights before = moments(Weights.builder()).build();
      variables.assign(session, before);
      Weights missing =
          Weights.builder().put("dense/kernel/m", List.of(2, 3), new float[6]).build();
      assertThatThrownBy(() -> variables.assign(session, missing))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no weights named dense/kernel/v; there are [dense/kernel/m]");
      Weights turned = Weights.builder().put("dense/kernel/m", List.of(3, 2), new float[6]).build();
      assertThatThrownBy(() -> variables.assign(session, turned))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("weights dense/kernel/m: found shape [3, 2], the variable has [2, 3]");
      assertThat(variables.read(session)).isEqualTo(before);
    }
  }

  @Test
  void noVariablesAreNoWeights() {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      NetworkVariables none = NetworkVariables.create(GraphOps.of(graph), List.of());
      none.assign(session, moments(Weights.builder()).build());
      assertThat(none.read(session).names()).isEmpty();
    }
  }

  private static Weights.Builder moments(Weights.Builder weights) {
    return weights
        .put("dense/kernel/m", List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6})
        .put("dense/kernel/v", List.of(2, 3), new float[] {6, 5, 4, 3, 2, 1});
  }
}
