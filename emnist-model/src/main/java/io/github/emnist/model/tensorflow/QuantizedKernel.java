package io.github.emnist.model.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer;

/**
 * The weights of a convolution or dense layer as 8-bit integers: {@code values[i]} stands for
 * {@code values[i] * maxima[o] / 127}, where {@code o} is the output channel.
 *
 * @param placed the layer
 * @param values in the kernel's order
 * @param maxima what 127 stands for, for each output channel
 * @param bias in float32
 */
record QuantizedKernel(PlacedLayer placed, byte[] values, float[] maxima, float[] bias) {
  private static final float LEVELS = 127;

  /**
   * Biases are added to the sums of products, in 32-bit integers: no bias may be more than this
   * many of their units.
   */
  private static final float MAX_BIAS_UNITS = 1 << 30;

  /**
   * Rounds to the nearest.
   *
   * @param inputRange what 255 stands for in the input
   */
  static QuantizedKernel of(FrozenStep.Weighted layer, float inputRange) {
    float[] kernel = layer.kernel();
    float[] maxima = new float[layer.bias().length];
    for (int i = 0; i < kernel.length; i++) {
      int o = i % maxima.length;
      maxima[o] = Math.max(maxima[o], Math.abs(kernel[i]));
    }
    for (int o = 0; o < maxima.length; o++) {
      float unit = Math.abs(layer.bias()[o]) / MAX_BIAS_UNITS;
      maxima[o] = Math.max(maxima[o], unit * LEVELS * 255 / inputRange);
    }
    byte[] values = new byte[kernel.length];
    for (int i = 0; i < values.length; i++) {
      float maximum = maxima[i % maxima.length];
      values[i] = maximum == 0 ? 0 : (byte) Math.round(kernel[i] / maximum * LEVELS);
    }
    for (int o = 0; o < maxima.length; o++) {
      // Nothing but zeros: whatever 127 stands for, but not for nothing.
      maxima[o] = maxima[o] == 0 ? 1 : maxima[o];
    }
    return new QuantizedKernel(layer.placed(), values, maxima, layer.bias());
  }
}
