package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.Layer.Residual;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
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
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  /** Creates a placed layer from copies of its lists. */
  public PlacedLayer {
    parameters = List.copyOf(parameters);
    branches = branches.isEmpty() ? List.of() : branches.stream().map(List::copyOf).toList();
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
   * {@return this layer, then all layers of its branches at any depth, each before those behind it}
   */
  public Stream<PlacedLayer> walk() {
    return Stream.concat(
        Stream.of(this), branches.stream().flatMap(List::stream).flatMap(PlacedLayer::walk));
  }

  /** {@return the number of elements of its parameters, 0 where it has none} */
  public long parameterCount() {
    long count = 0;
    for (Parameter parameter : parameters) {
      count += parameter.size();
    }
    return count;
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
    if (!(layer instanceof Layer.Conv2D || layer instanceof Layer.Dense)) {
      return 0;
    }
    long places = output.isFlat() ? 1 : (long) output.height() * output.width();
    return parameter("kernel").size() * places;
  }

  /**
   * The parameter of a role.
   *
   * @param role for example {@code kernel}
   * @return the parameter; in a residual layer the first of that role
   * @throws IllegalArgumentException if the layer has none of that role
   */
  public Parameter parameter(String role) {
    for (Parameter parameter : parameters) {
      if (parameter.role().equals(role)) {
        return parameter;
      }
    }
    throw new IllegalArgumentException(name + " has no parameter " + role);
  }

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

  /**
   * One float32 array that a layer learns or keeps.
   *
   * @param name layer and role, as in {@code conv2d_1/kernel} or {@code
   *     batch_normalization/moving_mean}
   * @param shape as Keras stores it: convolution kernels are (height, width, input channels, output
   *     channels), dense kernels (input, output), all others (channels)
   * @param trainable whether gradient descent changes it; moving averages are not trainable
   */
  public record Parameter(String name, List<Integer> shape, boolean trainable) {
    /**
     * Creates a parameter.
     *
     * @throws IllegalArgumentException if the shape is empty, not positive, or has 2^31 or more
     *     elements
     */
    public Parameter {
      shape = List.copyOf(shape);
      long size = shape.isEmpty() ? 0 : 1;
      for (int dimension : shape) {
        size = Math.min(size, 1L << 31) * Math.max(0, dimension);
      }
      if (size == 0) {
        throw new IllegalArgumentException("%s: shape %s must be positive".formatted(name, shape));
      }
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            Messages.format(
                "%s: shape %s has too many elements, at most %,d are possible",
                name, shape, Integer.MAX_VALUE));
      }
    }

    /** {@return the number of elements, the product of the shape} */
    public int size() {
      int size = 1;
      for (int dimension : shape) {
        size *= dimension;
      }
      return size;
    }

    /**
     * {@return the name after the slash: kernel, bias, gamma, beta, moving_mean or moving_variance}
     */
    public String role() {
      return name.substring(name.lastIndexOf('/') + 1);
    }
  }
}
