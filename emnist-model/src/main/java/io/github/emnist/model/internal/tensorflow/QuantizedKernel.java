package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.FrozenStep;

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

  /** The sums of products and bias are 32-bit integers; a little room for rounding. */
  private static final double MAX_SUM = 0.99 * Integer.MAX_VALUE;

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
    byte[] values = new byte[kernel.length];
    for (int o = 0; o < maxima.length; o++) {
      // Nothing but zeros: whatever 127 stands for, but not for nothing.
      maxima[o] = maxima[o] == 0 ? 1 : maxima[o];
      double sum = round(kernel, values, o, maxima);
      double bias = Math.abs(layer.bias()[o]) * LEVELS * 255 / inputRange;
      while (255 * sum + bias / maxima[o] > MAX_SUM) {
        maxima[o] *= (float) Math.max(1.1, (255 * sum + bias / maxima[o]) / MAX_SUM);
        sum = round(kernel, values, o, maxima);
      }
    }
    return new QuantizedKernel(layer.placed(), values, maxima, layer.bias());
  }

  /** Rounds an output channel's weights and sums up their absolute values. */
  private static double round(float[] kernel, byte[] values, int output, float[] maxima) {
    double sum = 0;
    for (int i = output; i < kernel.length; i += maxima.length) {
      values[i] = (byte) Math.round(kernel[i] / maxima[output] * LEVELS);
      sum += Math.abs(values[i]);
    }
    return sum;
  }
}
