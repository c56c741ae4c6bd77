package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;

/** Activations by their definitions, in double. */
final class NaiveActivation {
  private NaiveActivation() {}

  static double of(Layer layer, double x) {
    if (layer instanceof Layer.LeakyRelu leaky) {
      return x > 0 ? x : x * leaky.slope();
    }
    ActivationFunction function = ((Layer.Activation) layer).function();
    return switch (function) {
      case RELU -> Math.max(x, 0);
      case GELU -> x * (0.5 + normalBetweenZeroAnd(x));
      case SOFTMAX -> throw new IllegalArgumentException("softmax is no function of one element");
    };
  }

  /**
   * The integral of the standard normal density from 0 to x: the density times x + x^3 / 3 + x^5 /
   * (3 * 5) + ... (Abramowitz and Stegun, 26.2.11), whose terms all have one sign.
   */
  private static double normalBetweenZeroAnd(double x) {
    if (Math.abs(x) > 30) {
      return Math.signum(x) / 2; // to all digits of a double; the terms would overflow
    }
    double term = x;
    double sum = x;
    for (int odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
      term *= x * x / odd;
      sum += term;
    }
    return sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
