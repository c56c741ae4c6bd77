package io.github.emnist.train.config;

import io.github.emnist.data.internal.Checks;

/**
 * Describes an optimizer; the learning rate is the {@link LearningRateSchedule}'s. Weight decay is
 * decoupled from the gradient (Loshchilov and Hutter, "Decoupled weight decay regularization",
 * 2019): each step subtracts rate x decay x weight from kernels, not from biases and batch
 * normalizations. Immutable.
 */
public sealed interface OptimizerSpec {
  /** {@return the weight decay, multiplied by the learning rate in each step; at least 0} */
  double weightDecay();

  /**
   * {@return a copy with another weight decay}
   *
   * @param weightDecay multiplied by the learning rate, at least 0
   */
  OptimizerSpec withWeightDecay(double weightDecay);

  /**
   * Stochastic gradient descent: {@code m = momentum * m + gradient}, then {@code weight -= rate *
   * m}, or with Nesterov's look-ahead {@code weight -= rate * (gradient + momentum * m)}, as
   * PyTorch's SGD without dampening (Sutskever et al., "On the importance of initialization and
   * momentum in deep learning", 2013).
   *
   * @param momentum the share of the old direction that a step keeps, in [0, 1)
   * @param nesterov whether to look ahead
   * @param weightDecay multiplied by the learning rate, at least 0
   */
  record Sgd(double momentum, boolean nesterov, double weightDecay) implements OptimizerSpec {
    /**
     * Throws {@link IllegalArgumentException} if a number is outside its range, or {@code nesterov}
     * has no momentum.
     */
    public Sgd {
      Checks.inHalfOpen("momentum", momentum, 0, 1);
      Checks.notNegative("weightDecay", weightDecay);
      if (nesterov && momentum == 0) {
        throw new IllegalArgumentException("nesterov needs a momentum above 0");
      }
    }

    @Override
    public Sgd withWeightDecay(double weightDecay) {
      return new Sgd(momentum, nesterov, weightDecay);
    }
  }

  /**
   * Adam (Kingma and Ba, 2015); with a weight decay it is AdamW.
   *
   * @param beta1 decay of the gradient's mean, in [0, 1)
   * @param beta2 decay of the squared gradient's mean, in [0, 1)
   * @param epsilon added to the denominator, positive
   * @param weightDecay multiplied by the learning rate, at least 0; 0 is plain Adam
   */
  record Adam(double beta1, double beta2, double epsilon, double weightDecay)
      implements OptimizerSpec {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public Adam {
      Checks.inHalfOpen("beta1", beta1, 0, 1);
      Checks.inHalfOpen("beta2", beta2, 0, 1);
      Checks.positive("epsilon", epsilon);
      Checks.notNegative("weightDecay", weightDecay);
    }

    @Override
    public Adam withWeightDecay(double weightDecay) {
      return new Adam(beta1, beta2, epsilon, weightDecay);
    }
  }

  /**
   * Muon (Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024): the
   * momentum of a hidden kernel, with Nesterov's look-ahead, is taken as a matrix (inputs,
   * outputs), made nearly orthogonal by five Newton-Schulz steps, and scaled by the root of max(1,
   * outputs / inputs). So every direction of the matrix learns at the same rate, about {@code rate}
   * for a kernel of norm 1; 0.02 is usual. Adam with Keras' defaults updates everything else:
   * biases, batch normalizations, a convolution that reads the input, and the last dense layer.
   *
   * @param momentum the share of the old direction that a step keeps, in [0, 1)
   * @param weightDecay multiplied by the learning rate, Adam's for what Adam updates; at least 0
   * @param adamRatio Adam's learning rate as a multiple of the schedule's, positive
   */
  record Muon(double momentum, double weightDecay, double adamRatio) implements OptimizerSpec {
    /** Throws {@link IllegalArgumentException} if a number is outside its range. */
    public Muon {
      Checks.inHalfOpen("momentum", momentum, 0, 1);
      Checks.notNegative("weightDecay", weightDecay);
      Checks.positive("adamRatio", adamRatio);
    }

    @Override
    public Muon withWeightDecay(double weightDecay) {
      return new Muon(momentum, weightDecay, adamRatio);
    }

    /**
     * {@return a copy with another learning rate for Adam}
     *
     * @param adamRatio Adam's learning rate as a multiple of the schedule's, positive
     */
    public Muon withAdamRatio(double adamRatio) {
      return new Muon(momentum, weightDecay, adamRatio);
    }
  }

  /**
   * {@return stochastic gradient descent without weight decay, with Nesterov's look-ahead if there
   * is a momentum}
   *
   * @param momentum in [0, 1); 0.9 is usual
   */
  static Sgd sgd(double momentum) {
    return new Sgd(momentum, momentum > 0, 0);
  }

  /** {@return Adam with Keras' defaults: 0.9, 0.999, 1e-7, no weight decay} */
  static Adam adam() {
    return new Adam(0.9, 0.999, 1e-7, 0);
  }

  /**
   * {@return AdamW: {@link #adam()} with weight decay}
   *
   * @param weightDecay multiplied by the learning rate, at least 0; 0.01 is usual
   */
  static Adam adamW(double weightDecay) {
    return adam().withWeightDecay(weightDecay);
  }

  /**
   * {@return Muon with its authors' momentum, 0.95, no weight decay, and Adam at a tenth of its
   * rate}
   */
  static Muon muon() {
    return new Muon(0.95, 0, 0.1);
  }
}
