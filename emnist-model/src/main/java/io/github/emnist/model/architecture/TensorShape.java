package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.List;
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
    long size = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException("shape " + dimensions + " must be positive");
      }
      size = Math.min(size, Integer.MAX_VALUE + 1L) * dimension;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          Messages.format(
              "shape %s has too many elements, at most %,d are possible",
              dimensions, Integer.MAX_VALUE));
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
    List<Integer> list = new ArrayList<>();
    for (int dimension : dimensions) {
      list.add(dimension);
    }
    return new TensorShape(list);
  }

  /**
   * {@return whether there is only one axis: true for (features), false for (height, width,
   * channels)}
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

  /** {@return the length of the last axis: channels, or features when flat} */
  public int channels() {
    return dimensions.get(dimensions.size() - 1);
  }

  /** {@return the number of elements, the product of the dimensions} */
  public int size() {
    int size = 1;
    for (int dimension : dimensions) {
      size *= dimension;
    }
    return size;
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
