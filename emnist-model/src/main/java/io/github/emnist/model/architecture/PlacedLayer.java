package io.github.emnist.model.architecture;

import java.util.List;

/**
 * A layer at its place in a network, where its shapes and parameters are known.
 *
 * @param name as Keras names layers: the type in snake case, numbered from the second of its type
 *     ({@code conv2d}, {@code conv2d_1}, ...)
 * @param layer what it does
 * @param input the shape that comes in
 * @param output the shape that goes out
 * @param parameters its arrays in Keras' order; empty where it has none
 */
public record PlacedLayer(
    String name, Layer layer, TensorShape input, TensorShape output, List<Parameter> parameters) {
  /**
   * Creates a placed layer from a copy of its parameters.
   *
   * @param name as Keras names layers: the type in snake case, numbered from the second of its type
   *     ({@code conv2d}, {@code conv2d_1}, ...)
   * @param layer what it does
   * @param input the shape that comes in
   * @param output the shape that goes out
   * @param parameters its arrays in Keras' order; empty where it has none
   */
  public PlacedLayer {
    parameters = List.copyOf(parameters);
  }

  /** A layer without parameters. */
  PlacedLayer(String name, Layer layer, TensorShape input, TensorShape output) {
    this(name, layer, input, output, List.of());
  }

  /**
   * The number of elements of its parameters.
   *
   * @return 0 where it has none
   */
  public long parameterCount() {
    return parameters.stream().mapToLong(Parameter::size).sum();
  }

  /**
   * The parameter of a role.
   *
   * @param role for example {@code kernel}
   * @return the parameter
   * @throws IllegalArgumentException if the layer has none of that role
   */
  public Parameter parameter(String role) {
    return parameters.stream()
        .filter(p -> p.role().equals(role))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no parameter " + role));
  }
}
