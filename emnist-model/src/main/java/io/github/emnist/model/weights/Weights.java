package io.github.emnist.model.weights;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.model.weights.Initializer.ActivationGains;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Named float32 arrays in a fixed order, such as the parameters of a {@link CnnArchitecture}.
 * Immutable.
 */
public final class Weights {
  private final Map<String, Entry> entries;

  private volatile boolean sound; // whether the values were checked

  private Weights(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** One array, with its values not copied. */
  private record Entry(List<Integer> shape, float[] values) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Entry that
          && shape.equals(that.shape)
          && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return 31 * shape.hashCode() + Arrays.hashCode(values);
    }
  }

  /** {@return an empty builder} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return random initial values, one array per parameter, in the architecture's order} As in
   * Keras, kernels are Glorot uniform, biases, {@code beta} and moving means 0, {@code gamma} and
   * moving variances 1. Kernels before a leaky rectifier or a GELU, and in residual layers also
   * before a rectifier, are He uniform.
   *
   * @param architecture with the parameters
   * @param seed determines every value, on every machine
   */
  public static Weights initialize(CnnArchitecture architecture, long seed) {
    Builder builder = builder();
    ActivationGains gains = ActivationGains.of(architecture);
    int position = 0;
    for (Parameter parameter : architecture.parameters()) {
      builder.put(
          parameter.name(),
          parameter.shape(),
          Initializer.values(parameter, gains.of(parameter.name()), seed, position++));
    }
    return builder.build();
  }

  /** {@return the arrays' names in order, unmodifiable} */
  public Set<String> names() {
    return entries.keySet();
  }

  /**
   * {@return the shape of an array, unmodifiable}
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is no such array
   */
  public List<Integer> shape(String name) {
    return entry(name).shape;
  }

  /**
   * {@return a copy of an array, in row-major order}
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is no such array
   */
  public float[] values(String name) {
    return entry(name).values.clone();
  }

  /**
   * {@return a read-only view of an array, in row-major order}
   *
   * @param name one of {@link #names()}
   * @throws IllegalArgumentException if there is no such array
   */
  public FloatBuffer buffer(String name) {
    return FloatBuffer.wrap(entry(name).values).asReadOnlyBuffer();
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw Messages.illegal("no weights named %s; there are %s", name, entries.keySet());
    }
    return entry;
  }

  /**
   * Checks that the arrays are those of a network, in any order.
   *
   * @param architecture the network
   * @throws IllegalArgumentException if an array is missing, unknown, of another shape, or contains
   *     a value that is not finite or a negative variance
   */
  public void checkMatches(CnnArchitecture architecture) {
    List<Parameter> parameters = architecture.parameters();
    for (Parameter parameter : parameters) {
      Entry entry = entries.get(parameter.name());
      if (entry == null) {
        throw Messages.illegal(
            "weights %s are missing, architecture %s has them with shape %s",
            parameter.name(), architecture.name(), parameter.shape());
      }
      if (!entry.shape.equals(parameter.shape())) {
        throw Messages.illegal(
            "weights %s: found shape %s, architecture %s has %s",
            parameter.name(), entry.shape, architecture.name(), parameter.shape());
      }
      if (!sound) {
        checkValues(parameter.name(), entry.values);
      }
    }
    if (entries.size() > parameters.size()) {
      Set<String> unknown = new LinkedHashSet<>(entries.keySet());
      parameters.forEach(parameter -> unknown.remove(parameter.name()));
      throw Messages.illegal(
          "weights %s are unknown to architecture %s",
          unknown.iterator().next(), architecture.name());
    }
    sound = true;
  }

  private static void checkValues(String name, float[] values) {
    boolean variance = name.endsWith("/moving_variance");
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i]) || (variance && values[i] < 0)) {
        throw Messages.illegal(
            "weights %s: found %s at element %d, expected a finite number%s",
            name, values[i], i, variance ? " of 0 or more" : "");
      }
    }
  }

  /** Compares names, order, shapes and the bits of all values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Weights that
        && List.copyOf(entries.keySet()).equals(List.copyOf(that.entries.keySet()))
        && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }

  @Override
  public String toString() {
    return Messages.format(
        "Weights[%d arrays, %,d values]",
        entries.size(), entries.values().stream().mapToLong(e -> e.values.length).sum());
  }

  /** Builds {@link Weights}. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a copy of an array.
     *
     * @param name not blank and not used yet
     * @param shape its dimensions; empty for a scalar
     * @param values in row-major order
     * @return this
     * @throws IllegalArgumentException if the name is blank or used, a dimension is negative, or
     *     the number of values is not that of the shape
     */
    public Builder put(String name, List<Integer> shape, float[] values) {
      if (name == null || name.isBlank()) {
        throw new IllegalArgumentException("the name of weights must not be blank");
      }
      if (entries.containsKey(name)) {
        throw Messages.illegal("weights %s exist already", name);
      }
      long size = 1;
      for (int dimension : shape) {
        if (dimension < 0) {
          throw Messages.illegal("weights %s: shape %s must not be negative", name, shape);
        }
        size = Math.min(size, 1L << 32) * dimension; // so that none overflows to the right size
      }
      if (size != values.length) {
        throw Messages.illegal(
            "weights %s: found %,d values, shape %s has %,d", name, values.length, shape, size);
      }
      entries.put(name, new Entry(List.copyOf(shape), values.clone()));
      return this;
    }

    /** {@return the arrays so far} */
    public Weights build() {
      return new Weights(Collections.unmodifiableMap(new LinkedHashMap<>(entries)));
    }
  }
}
