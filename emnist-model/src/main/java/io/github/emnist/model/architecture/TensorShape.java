package io.github.emnist.model.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The shape of what flows between two layers, without the batch axis: (height, width, channels) of
 * a picture, or (features) once it is flat.
 *
 * @param dimensions one or three lengths, each positive
 */
public record TensorShape(List<Integer> dimensions) {
  /**
   * Creates a shape from a copy of its dimensions.
   *
   * @param dimensions one or three lengths, each positive
   * @throws IllegalArgumentException if there are neither one nor three, one is not positive, or
   *     they have 2^31 or more elements
   */
  public TensorShape {
    dimensions = List.copyOf(dimensions);
    if (dimensions.size() != 1 && dimensions.size() != 3) {
      throw new IllegalArgumentException(
          "a shape has one dimension (features) or three (height, width, channels), found "
              + dimensions);
    }
    if (dimensions.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("shape " + dimensions + " must be positive");
    }
    long size = 1;
    for (int dimension : dimensions) {
      size = Math.min(size, Integer.MAX_VALUE + 1L) * dimension;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "shape %s has too many elements, at most %,d are possible",
              dimensions,
              Integer.MAX_VALUE));
    }
  }

  /**
   * Creates a shape.
   *
   * @param dimensions one or three lengths, each positive
   * @return the shape
   * @throws IllegalArgumentException as the constructor
   */
  public static TensorShape of(int... dimensions) {
    return new TensorShape(Arrays.stream(dimensions).boxed().toList());
  }

  /**
   * Whether there is only one axis.
   *
   * @return true for (features), false for (height, width, channels)
   */
  public boolean isFlat() {
    return dimensions.size() == 1;
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   * @throws IllegalStateException if the shape is flat
   */
  public int height() {
    return spatial(0);
  }

  /**
   * The number of columns.
   *
   * @return at least 1
   * @throws IllegalStateException if the shape is flat
   */
  public int width() {
    return spatial(1);
  }

  /**
   * The length of the last axis: channels, or features when flat.
   *
   * @return at least 1
   */
  public int channels() {
    return dimensions.get(dimensions.size() - 1);
  }

  /**
   * The number of elements.
   *
   * @return the product of the dimensions
   */
  public int size() {
    return dimensions.stream().reduce(1, (a, b) -> a * b);
  }

  private int spatial(int axis) {
    if (isFlat()) {
      throw new IllegalStateException("shape " + this + " is flat");
    }
    return dimensions.get(axis);
  }

  /** As Keras prints it, with the open batch axis: {@code (None, 24, 24, 32)}. */
  @Override
  public String toString() {
    return dimensions.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "(None, ", ")"));
  }
}
