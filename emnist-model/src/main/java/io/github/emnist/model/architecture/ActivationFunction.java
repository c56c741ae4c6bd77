package io.github.emnist.model.architecture;

/** What an {@link Layer.Activation} layer applies to its input. */
public enum ActivationFunction {
  /** {@code max(x, 0)} of each element. */
  RELU,
  /**
   * {@code x * P(Z <= x)} of each element, Z standard normal; with the exact error function, as in
   * Keras (Hendrycks and Gimpel, "Gaussian error linear units", 2016).
   */
  GELU,
  /** {@code exp(x) / sum(exp(x))} over the last axis: scores to probabilities. */
  SOFTMAX
}
