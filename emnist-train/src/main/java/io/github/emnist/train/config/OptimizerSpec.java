package io.github.emnist.train.config;

/**
 * Which optimizer updates the weights. Immutable; the learning rate is the {@link
 * LearningRateSchedule}'s.
 */
public sealed interface OptimizerSpec {
  /**
   * Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019) on the
   * kernels, not on biases and batch-norms.
   *
   * @param beta1 decay of the gradient's mean, in [0, 1)
   * @param beta2 decay of the squared gradient's mean, in [0, 1)
   * @param epsilon added to the denominator, positive
   * @param weightDecay multiplied by the learning rate, at least 0; 0 is plain Adam
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimizerSpec {
    /**
     * Checks the numbers.
     *
     * @param beta1 decay of the gradient's mean, in [0, 1)
     * @param beta2 decay of the squared gradient's mean, in [0, 1)
     * @param epsilon added to the denominator, positive
     * @param weightDecay multiplied by the learning rate, at least 0; 0 is plain Adam
     * @throws IllegalArgumentException if one is outside its range
     */
    public Adam {
      Checks.inHalfOpen("beta1", beta1, 0, 1);
      Checks.inHalfOpen("beta2", beta2, 0, 1);
      Checks.positive("epsilon", epsilon);
      Checks.notNegative("weightDecay", weightDecay);
    }

    /**
     * The same optimizer with another weight decay.
     *
     * @param weightDecay multiplied by the learning rate, at least 0
     * @return a copy
     */
    public Adam withWeightDecay(double weightDecay) {
      return new Adam(beta1, beta2, epsilon, weightDecay);
    }
  }

  /**
   * Adam with Keras' defaults: 0.9, 0.999, 1e-7, no weight decay.
   *
   * @return the optimizer
   */
  static Adam adam() {
    return new Adam(0.9, 0.999, 1e-7, 0);
  }
}
