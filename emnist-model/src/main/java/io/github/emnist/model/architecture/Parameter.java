package io.github.emnist.model.architecture;

import java.util.List;
import java.util.Locale;

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
   * @param name layer and role, as in {@code conv2d_1/kernel} or {@code
   *     batch_normalization/moving_mean}
   * @param shape as Keras stores it: convolution kernels are (height, width, input channels, output
   *     channels), dense kernels (input, output), all others (channels)
   * @param trainable whether gradient descent changes it; moving averages are not trainable
   * @throws IllegalArgumentException if the shape is empty, not positive, or has 2^31 or more
   *     elements
   */
  public Parameter {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("%s: shape %s must be positive".formatted(name, shape));
    }
    long size = 1;
    for (int dimension : shape) {
      size *= dimension;
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: shape %s has too many elements, at most %,d are possible",
                name,
                shape,
                Integer.MAX_VALUE));
      }
    }
  }

  /**
   * The number of elements.
   *
   * @return the product of the shape
   */
  public int size() {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }

  /**
   * What it is to its layer.
   *
   * @return the name after the slash: kernel, bias, gamma, beta, moving_mean or moving_variance
   */
  public String role() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
