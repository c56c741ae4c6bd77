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
 * A layer in a network, with its shapes and parameters.
 *
 * @param name as in Keras: the type in snake case, numbered from the second of its type ({@code
 *     conv2d}, {@code conv2d_1}, ...); within a residual layer after its name and the branch
 *     ({@code residual/body/conv2d})
 * @param layer the description
 * @param input the shape of the input
 * @param output the shape of the output
 * @param parameters in Keras' order, including those of branches; possibly empty
 * @param branches the body and the shortcut of a {@link Residual}, where an empty branch is the
 *     identity; empty for other layers
 */
public record PlacedLayer(
    String name,
    Layer layer,
    TensorShape input,
    TensorShape output,
    List<Parameter> parameters,
    List<List<PlacedLayer>> branches) {
  private static final Pattern WORD_START = Pattern.compile("(?<=[a-z])(?=[A-Z])");

  /** Copies the lists. */
  public PlacedLayer {
    parameters = List.copyOf(parameters);
    branches = branches.isEmpty() ? List.of() : branches.stream().map(List::copyOf).toList();
  }

  PlacedLayer(
      String name, Layer layer, TensorShape input, TensorShape output, List<Parameter> parameters) {
    this(name, layer, input, output, parameters, List.of());
  }

  PlacedLayer(String name, Layer layer, TensorShape input, TensorShape output) {
    this(name, layer, input, output, List.of());
  }

  /** {@return this layer, then all layers of its branches at any depth, in order} */
  public Stream<PlacedLayer> walk() {
    return Stream.concat(
        Stream.of(this), branches.stream().flatMap(List::stream).flatMap(PlacedLayer::walk));
  }

  /** {@return the number of elements of its parameters} */
  public long parameterCount() {
    long count = 0;
    for (Parameter parameter : parameters) {
      count += parameter.size();
    }
    return count;
  }

  /**
   * {@return the multiply-adds of convolutions and dense layers for one image, half of the
   * floating-point operations of a forward pass; 0 for layers without kernel}
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
   * {@return the first parameter of a role}
   *
   * @param role for example {@code kernel}
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

  /** Places a sequence of layers, with names numbered from the second of a type. */
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

  /** Returns the output of a sequence of layers. */
  static TensorShape output(List<PlacedLayer> placed, TensorShape input) {
    return placed.isEmpty() ? input : placed.get(placed.size() - 1).output();
  }

  /** Returns the parameters of two branches. */
  static List<Parameter> parameters(List<PlacedLayer> first, List<PlacedLayer> second) {
    List<Parameter> parameters = new ArrayList<>();
    first.forEach(layer -> parameters.addAll(layer.parameters()));
    second.forEach(layer -> parameters.addAll(layer.parameters()));
    return parameters;
  }

  /** Returns Keras' automatic layer name, max_pooling2d for MaxPooling2D. */
  private static String automaticName(String type) {
    return WORD_START.matcher(type).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  /**
   * A float32 array of a layer.
   *
   * @param name layer and role, as in {@code conv2d_1/kernel} or {@code
   *     batch_normalization/moving_mean}
   * @param shape as Keras stores it: convolution kernels are (height, width, input channels, output
   *     channels), dense kernels (input, output), all others (channels)
   * @param trainable whether gradient descent changes it; moving averages are not trainable
   */
  public record Parameter(String name, List<Integer> shape, boolean trainable) {
    /**
     * Throws {@link IllegalArgumentException} if the shape is empty, not positive, or has 2^31 or
     * more elements.
     */
    public Parameter {
      shape = List.copyOf(shape);
      long size = shape.isEmpty() ? 0 : 1;
      for (int dimension : shape) {
        size = Math.min(size, 1L << 31) * Math.max(0, dimension);
      }
      if (size == 0) {
        throw Messages.illegal("%s: shape %s must be positive", name, shape);
      }
      if (size > Integer.MAX_VALUE) {
        throw Messages.illegal(
            "%s: shape %s has too many elements, expected at most %,d",
            name, shape, Integer.MAX_VALUE);
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
