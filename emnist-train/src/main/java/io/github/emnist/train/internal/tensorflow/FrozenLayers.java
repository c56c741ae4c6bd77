package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What training leaves as it is.
 *
 * @param layers names of the frozen layers, with all layers inside a frozen residual one
 * @param parameters names of theirs
 */
record FrozenLayers(Set<String> layers, Set<String> parameters) {
  FrozenLayers {
    layers = Set.copyOf(layers);
    parameters = Set.copyOf(parameters);
  }

  /**
   * Finds the layers.
   *
   * @throws IllegalArgumentException if the architecture has no layer of a name, or nothing is left
   *     to be trained
   */
  static FrozenLayers of(CnnArchitecture architecture, Set<String> names) {
    List<PlacedLayer> all = architecture.layers().stream().flatMap(PlacedLayer::walk).toList();
    List<String> known = all.stream().map(PlacedLayer::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            "frozenLayers: %s has no layer %s; its layers are %s"
                .formatted(architecture.name(), name, String.join(", ", known)));
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
      throw new IllegalArgumentException(
          "frozenLayers %s leave no layer of %s to be trained"
              .formatted(names, architecture.name()));
    }
    return frozen;
  }

  /** Whether the optimizer changes a parameter. */
  boolean trains(Parameter parameter) {
    return parameter.trainable() && moves(parameter);
  }

  /** Whether the optimizer or a batch normalization changes a parameter. */
  boolean moves(Parameter parameter) {
    return !parameters.contains(parameter.name());
  }
}
