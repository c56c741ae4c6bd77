package io.github.emnist.model.architecture;

import java.util.List;
import java.util.stream.Stream;

/**
 * A layer at its place in a network, where its shapes and parameters are known.
 *
 * @param name as Keras names layers: the type in snake case, numbered from the second of its type
 *     ({@code conv2d}, {@code conv2d_1}, ...); within a residual layer behind its name and the
 *     branch ({@code residual/body/conv2d})
 * @param layer what it does
 * @param input the shape that comes in
 * @param output the shape that goes out
 * @param parameters its arrays in Keras' order, those of its branches included; empty where it has
 *     none
 * @param branches what runs side by side over the input, to be added up: the body and the shortcut
 *     of a {@link Residual}, where an empty branch passes the input on; none for any other layer
 */
public record PlacedLayer(
    String name,
    Layer layer,
    TensorShape input,
    TensorShape output,
    List<Parameter> parameters,
    List<List<PlacedLayer>> branches) {
  /**
   * Creates a placed layer from copies of its lists.
   *
   * @param name as Keras names layers, behind the names of the layer and branch that hold it
   * @param layer what it does
   * @param input the shape that comes in
   * @param output the shape that goes out
   * @param parameters its arrays in Keras' order, those of its branches included
   * @param branches the body and the shortcut of a {@link Residual}; none for any other layer
   */
  public PlacedLayer {
    parameters = List.copyOf(parameters);
    branches = branches.stream().map(List::copyOf).toList();
  }

  /** A layer without branches. */
  PlacedLayer(
      String name, Layer layer, TensorShape input, TensorShape output, List<Parameter> parameters) {
    this(name, layer, input, output, parameters, List.of());
  }

  /** A layer without parameters. */
  PlacedLayer(String name, Layer layer, TensorShape input, TensorShape output) {
    this(name, layer, input, output, List.of());
  }

  /**
   * This layer, then all layers of its branches at any depth, each before those behind it.
   *
   * @return itself alone where it has no branches
   */
  public Stream<PlacedLayer> walk() {
    return Stream.concat(
        Stream.of(this), branches.stream().flatMap(List::stream).flatMap(PlacedLayer::walk));
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
   * How often its convolutions and dense layers multiply and add for one picture: what a forward
   * pass costs, up to what is small beside it. A floating-point operation count is twice that, and
   * a training step's about three times a forward pass's.
   *
   * @return 0 for a layer without kernel
   */
  public long multiplyAdds() {
    if (!branches.isEmpty()) {
      return branches.stream().flatMap(List::stream).mapToLong(PlacedLayer::multiplyAdds).sum();
    }
    long places = output.isFlat() ? 1 : (long) output.height() * output.width();
    return parameters.stream()
        .filter(parameter -> parameter.role().equals("kernel"))
        .mapToLong(kernel -> kernel.size() * places)
        .sum();
  }

  /**
   * The parameter of a role.
   *
   * @param role for example {@code kernel}
   * @return the parameter; in a residual layer the first of that role
   * @throws IllegalArgumentException if the layer has none of that role
   */
  public Parameter parameter(String role) {
    return parameters.stream()
        .filter(p -> p.role().equals(role))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " has no parameter " + role));
  }
}
