package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer;

/**
 * A step over 8-bit integers: outputs are uint8 {@code q} that stand for {@code q * range / 255}.
 */
sealed interface QuantizedStep {
  /**
   * A convolution with its rectifier.
   *
   * @param kernel with its bias
   * @param inputRange what 255 stands for in the input
   * @param outputRange what 255 stands for in the output; more becomes 255
   */
  record Convolution(QuantizedKernel kernel, float inputRange, float outputRange)
      implements QuantizedStep {}

  /**
   * A layer that gives the same over integers: a maximum or a flattening.
   *
   * @param placed without weights
   */
  record Plain(PlacedLayer placed) implements QuantizedStep {}
}
