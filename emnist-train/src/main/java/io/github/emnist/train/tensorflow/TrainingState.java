package io.github.emnist.train.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.model.internal.tensorflow.NetworkVariables;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Session;

/** Everything that a training changes, by name: what a resumed one has to begin with. */
final class TrainingState {
  private final Map<String, NetworkVariables> groups = new LinkedHashMap<>();

  /** Adds variables whose names in the state are the group, a slash and their own. */
  TrainingState with(String group, NetworkVariables variables) {
    groups.put(group, variables);
    return this;
  }

  /** Copies all variables. */
  Weights read(Session session) {
    Weights.Builder state = Weights.builder();
    groups.forEach(
        (group, variables) -> {
          Weights values = variables.read(session);
          for (String name : values.names()) {
            state.put(group + "/" + name, values.shape(name), values.values(name));
          }
        });
    return state.build();
  }

  /**
   * Sets all variables, or none if the state does not fit.
   *
   * @throws IllegalArgumentException if an array is missing, unknown, of another shape or not
   *     finite
   */
  void restore(Session session, Weights state) {
    List<String> known = new ArrayList<>();
    Map<NetworkVariables, Weights> parts = new LinkedHashMap<>();
    groups.forEach(
        (group, variables) -> {
          Weights.Builder part = Weights.builder();
          for (NetworkVariable variable : variables.all()) {
            Parameter parameter = variable.parameter();
            String name = group + "/" + parameter.name();
            known.add(name);
            part.put(parameter.name(), parameter.shape(), checked(state, name, parameter));
          }
          parts.put(variables, part.build());
        });
    for (String name : state.names()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "training state: found %s, which these settings have no use for".formatted(name));
      }
    }
    parts.forEach((variables, part) -> variables.assign(session, part));
  }

  private static float[] checked(Weights state, String name, Parameter parameter) {
    if (!state.names().contains(name)) {
      throw new IllegalArgumentException(
          "training state: %s is missing, these settings need it with shape %s"
              .formatted(name, parameter.shape()));
    }
    if (!state.shape(name).equals(parameter.shape())) {
      throw new IllegalArgumentException(
          "training state %s: found shape %s, expected %s"
              .formatted(name, state.shape(name), parameter.shape()));
    }
    float[] values = state.values(name);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "training state %s: found %s at element %d, expected a finite number",
                name,
                values[i],
                i));
      }
    }
    return values;
  }
}
