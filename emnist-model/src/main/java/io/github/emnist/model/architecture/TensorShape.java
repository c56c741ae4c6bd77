package io.github.emnist.model.architecture;

import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a tensor between two layers, without the batch axis: (height, width, channels), or
 * (features) if it is flat.
 *
 * @param dimensions one or three lengths, each positive
 */
public record TensorShape(List<Integer> dimensions) {
  /**
   * Throws {@link IllegalArgumentException} if there are neither one nor three, one is not
   * positive, or they have 2^31 or more elements.
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
      throw Messages.illegal(
          "shape %s has too many elements, expected at most %,d", dimensions, Integer.MAX_VALUE);
    }
  }

  /**
   * {@return a shape with the given dimensions}
   *
   * @param dimensions one or three lengths, each positive
   * @throws IllegalArgumentException as the constructor
   */
  public static TensorShape of(int... dimensions) {
    List<Integer> list = new ArrayList<>();
    for (int dimension : dimensions) {
      list.add(dimension);
    }
    return new TensorShape(list);
  }

  /** {@return whether there is only one axis} */
  public boolean isFlat() {
    return dimensions.size() == 1;
  }

  /**
   * {@return the number of rows}
   *
   * @throws IllegalStateException if the shape is flat
   */
  public int height() {
    return spatial(0);
  }

  /**
   * {@return the number of columns}
   *
   * @throws IllegalStateException if the shape is flat
   */
  public int width() {
    return spatial(1);
  }

  /** {@return the length of the last axis: channels, or features if flat} */
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

  /** {@return the shape as Keras prints it, with the batch axis: {@code (None, 24, 24, 32)}} */
  @Override
  public String toString() {
    return dimensions.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "(None, ", ")"));
  }
}
