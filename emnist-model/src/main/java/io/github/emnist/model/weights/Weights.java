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
 * Immutable, and so thread-safe.
 */
public final class Weights {
  private final Map<String, Entry> entries;

  /** Whether the values are known to be sound, so that they are looked through once. */
  private volatile boolean sound;

  private Weights(Map<String, Entry> entries) {
    this.entries = entries;
  }

  /** One array. Never leaves this class, since its values are not copied. */
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
   * The values with which training begins, drawn as Keras draws them by default: kernels Glorot
   * uniform, biases, {@code beta} and moving means 0, {@code gamma} and moving variances 1. Kernels
   * before a leaky rectifier or a GELU, and in residual layers also before a rectifier, are He
   * uniform.
   *
   * @param architecture whose parameters
   * @param seed fixes every value, whatever the machine
   * @return one array per parameter, in the architecture's order
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
   * The shape of an array.
   *
   * @param name one of {@link #names()}
   * @return its dimensions, unmodifiable
   * @throws IllegalArgumentException if there is no such array
   */
  public List<Integer> shape(String name) {
    return entry(name).shape;
  }

  /**
   * A copy of an array.
   *
   * @param name one of {@link #names()}
   * @return float32 values in row-major order
   * @throws IllegalArgumentException if there is no such array
   */
  public float[] values(String name) {
    return entry(name).values.clone();
  }

  /**
   * A read-only view of an array, for reading without a copy.
   *
   * @param name one of {@link #names()}
   * @return float32 values in row-major order, from position 0 to their number
   * @throws IllegalArgumentException if there is no such array
   */
  public FloatBuffer buffer(String name) {
    return FloatBuffer.wrap(entry(name).values).asReadOnlyBuffer();
  }

  private Entry entry(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "no weights named %s; there are %s".formatted(name, entries.keySet()));
    }
    return entry;
  }

  /**
   * Checks that these are the arrays of a network, in any order.
   *
   * @param architecture what they should fit
   * @throws IllegalArgumentException if an array is missing, unknown or of another shape, or holds
   *     a value that is not finite or a negative variance; the message names it
   */
  public void checkMatches(CnnArchitecture architecture) {
    List<Parameter> parameters = architecture.parameters();
    for (Parameter parameter : parameters) {
      Entry entry = entries.get(parameter.name());
      if (entry == null) {
        throw new IllegalArgumentException(
            "weights %s are missing, architecture %s has them with shape %s"
                .formatted(parameter.name(), architecture.name(), parameter.shape()));
      }
      if (!entry.shape.equals(parameter.shape())) {
        throw new IllegalArgumentException(
            "weights %s: found shape %s, architecture %s has %s"
                .formatted(parameter.name(), entry.shape, architecture.name(), parameter.shape()));
      }
      if (!sound) {
        checkValues(parameter.name(), entry.values);
      }
    }
    if (entries.size() > parameters.size()) {
      Set<String> unknown = new LinkedHashSet<>(entries.keySet());
      parameters.forEach(parameter -> unknown.remove(parameter.name()));
      throw new IllegalArgumentException(
          "weights %s are unknown to architecture %s"
              .formatted(unknown.iterator().next(), architecture.name()));
    }
    sound = true;
  }

  /** One value that is no number would make every answer of the network none. */
  private static void checkValues(String name, float[] values) {
    boolean variance = name.endsWith("/moving_variance");
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i]) || (variance && values[i] < 0)) {
        throw new IllegalArgumentException(
            Messages.format(
                "weights %s: found %s at element %d, expected a finite number%s",
                name, values[i], i, variance ? " of 0 or more" : ""));
      }
    }
  }

  /** Equal if names, order, shapes and the bits of all values are. */
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

  /** Collects the arrays of a {@link Weights}. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a copy of an array.
     *
     * @param name not blank and not there yet
     * @param shape its dimensions; empty for a scalar
     * @param values in row-major order, as many as the shape says
     * @return this
     * @throws IllegalArgumentException if the name is blank or there already, a dimension is
     *     negative, or the number of values is not the shape's
     */
    public Builder put(String name, List<Integer> shape, float[] values) {
      if (name == null || name.isBlank()) {
        throw new IllegalArgumentException("the name of weights must not be blank");
      }
      if (entries.containsKey(name)) {
        throw new IllegalArgumentException("weights %s are there already".formatted(name));
      }
      long size = 1;
      for (int dimension : shape) {
        if (dimension < 0) {
          throw new IllegalArgumentException(
              "weights %s: shape %s must not be negative".formatted(name, shape));
        }
        size = Math.min(size, 1L << 32) * dimension; // so that none overflows to the right size
      }
      if (size != values.length) {
        throw new IllegalArgumentException(
            Messages.format(
                "weights %s: found %,d values, shape %s has %,d",
                name, values.length, shape, size));
      }
      entries.put(name, new Entry(List.copyOf(shape), values.clone()));
      return this;
    }

    /** {@return the arrays put so far} */
    public Weights build() {
      return new Weights(Collections.unmodifiableMap(new LinkedHashMap<>(entries)));
    }
  }
}
