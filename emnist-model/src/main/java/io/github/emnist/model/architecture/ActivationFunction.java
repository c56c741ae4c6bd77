package io.github.emnist.model.architecture;

/** What an {@link Layer.Activation} layer applies to its input. */
public enum ActivationFunction {
  /** {@code max(x, 0)} of each element. */
  RELU,
  /** {@code exp(x) / sum(exp(x))} over the last axis: scores to probabilities. */
  SOFTMAX
}
