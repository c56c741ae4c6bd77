package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.train.config.OptimizerSpec;
import java.util.List;

/** The optimizers as their authors print them, in double, for one array. */
final class PlainOptimizer {
  private final OptimizerSpec spec;
  private final List<Integer> shape;
  private final boolean hiddenKernel;
  private final double[] first;
  private final double[] second;

  /**
   * @param hiddenKernel whether Muon updates the array itself
   */
  PlainOptimizer(OptimizerSpec spec, List<Integer> shape, boolean hiddenKernel) {
    this.spec = spec;
    this.shape = shape;
    this.hiddenKernel = hiddenKernel;
    int size = shape.stream().reduce(1, (a, b) -> a * b);
    first = new double[size];
    second = new double[size];
  }

  /** Changes the weights. */
  void step(double[] weights, double[] gradient, int step, double rate) {
    if (spec instanceof OptimizerSpec.Sgd sgd) {
      sgd(sgd, weights, gradient, rate);
    } else if (spec instanceof OptimizerSpec.Adam adam) {
      adam(adam, weights, gradient, step, rate);
    } else if (spec instanceof OptimizerSpec.Muon muon && hiddenKernel) {
      muon(muon, weights, gradient, rate);
    } else if (spec instanceof OptimizerSpec.Muon muon) {
      OptimizerSpec.Adam adam = new OptimizerSpec.Adam(0.9, 0.999, 1e-7, muon.weightDecay());
      adam(adam, weights, gradient, step, rate * muon.adamRatio());
    }
  }

  private void sgd(OptimizerSpec.Sgd sgd, double[] weights, double[] gradient, double rate) {
    for (int i = 0; i < weights.length; i++) {
      first[i] = sgd.momentum() * first[i] + gradient[i];
      double direction = sgd.nesterov() ? gradient[i] + sgd.momentum() * first[i] : first[i];
      weights[i] -= rate * direction + rate * decay(sgd.weightDecay()) * weights[i];
    }
  }

  private void adam(
      OptimizerSpec.Adam adam, double[] weights, double[] gradient, int step, double rate) {
    for (int i = 0; i < weights.length; i++) {
      first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * gradient[i];
      second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * gradient[i] * gradient[i];
      double corrected =
          rate
              * Math.sqrt(1 - Math.pow(adam.beta2(), step + 1))
              / (1 - Math.pow(adam.beta1(), step + 1));
      weights[i] -=
          corrected * first[i] / (Math.sqrt(second[i]) + adam.epsilon())
              + rate * decay(adam.weightDecay()) * weights[i];
    }
  }

  private void muon(OptimizerSpec.Muon muon, double[] weights, double[] gradient, double rate) {
    int outputs = shape.get(shape.size() - 1);
    int inputs = weights.length / outputs;
    double[] ahead = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      first[i] = muon.momentum() * first[i] + (1 - muon.momentum()) * gradient[i];
      ahead[i] = (1 - muon.momentum()) * gradient[i] + muon.momentum() * first[i];
    }
    double[] direction = new PlainMatrix(inputs, outputs, ahead).orthogonalized().values;
    double scale = Math.sqrt(Math.max(1, (double) outputs / inputs));
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= rate * scale * direction[i] + rate * decay(muon.weightDecay()) * weights[i];
    }
  }

  private double decay(double weightDecay) {
    return shape.size() > 1 ? weightDecay : 0;
  }
}
