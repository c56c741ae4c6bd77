package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The layers that training does not change.
 *
 * @param layers names of the frozen layers, including those inside a frozen residual layer
 * @param parameters names of their parameters
 */
record FrozenLayers(Set<String> layers, Set<String> parameters) {
  FrozenLayers {
    layers = Set.copyOf(layers);
    parameters = Set.copyOf(parameters);
  }

  /**
   * Finds the layers by name.
   *
   * @throws IllegalArgumentException if a name is unknown, or no layer is left to train
   */
  static FrozenLayers of(CnnArchitecture architecture, Set<String> names) {
    List<PlacedLayer> all = architecture.layers().stream().flatMap(PlacedLayer::walk).toList();
    List<String> known = all.stream().map(PlacedLayer::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw Messages.illegal(
            "frozenLayers: %s has no layer %s; its layers are %s",
            architecture.name(), name, String.join(", ", known));
      }
    }
    Set<String> layers = new HashSet<>();
    Set<String> parameters = new HashSet<>();
    all.stream()
        .filter(layer -> names.contains(layer.name()))
        .flatMap(PlacedLayer::walk)
        .forEach(
            layer -> {
              layers.add(layer.name());
              layer.parameters().forEach(parameter -> parameters.add(parameter.name()));
            });
    FrozenLayers frozen = new FrozenLayers(layers, parameters);
    if (architecture.parameters().stream().noneMatch(frozen::trains)) {
      throw Messages.illegal(
          "frozenLayers %s leave no layer of %s to train", names, architecture.name());
    }
    return frozen;
  }

  /** Returns whether the optimizer changes a parameter. */
  boolean trains(Parameter parameter) {
    return parameter.trainable() && moves(parameter);
  }

  /** Returns whether the optimizer or a batch normalization changes a parameter. */
  boolean moves(Parameter parameter) {
    return !parameters.contains(parameter.name());
  }
}
