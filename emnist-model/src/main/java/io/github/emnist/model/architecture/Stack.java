package io.github.emnist.model.architecture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Layers one behind the other: a whole network, or one branch of it. */
final class Stack {
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  private Stack() {}

  /** Gives each layer its name, numbered from the second of its type, its input and its output. */
  static List<PlacedLayer> place(String prefix, List<Layer> layers, TensorShape input) {
    List<PlacedLayer> placed = new ArrayList<>();
    Map<String, Integer> sameType = new HashMap<>();
    TensorShape shape = input;
    for (Layer layer : layers) {
      String base = automaticName(layer.type());
      int number = sameType.merge(base, 1, Integer::sum) - 1;
      PlacedLayer next = layer.place(prefix + (number == 0 ? base : base + "_" + number), shape);
      placed.add(next);
      shape = next.output();
    }
    return placed;
  }

  /** What comes out at the end. */
  static TensorShape output(List<PlacedLayer> placed, TensorShape input) {
    return placed.isEmpty() ? input : placed.get(placed.size() - 1).output();
  }

  /** All parameters of one branch, then of the other. */
  static List<Parameter> parameters(List<PlacedLayer> first, List<PlacedLayer> second) {
    List<Parameter> parameters = new ArrayList<>();
    first.forEach(layer -> parameters.addAll(layer.parameters()));
    second.forEach(layer -> parameters.addAll(layer.parameters()));
    return parameters;
  }

  /** Keras' automatic layer name: MaxPooling2D to max_pooling2d. */
  private static String automaticName(String type) {
    return WORD_START.matcher(type).replaceAll("_").toLowerCase(Locale.ROOT);
  }
}
