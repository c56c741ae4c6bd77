package io.github.emnist.train.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import io.github.emnist.train.config.OptimizerSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** Which rule updates which parameter. */
final class UpdateRules {
  private UpdateRules() {}

  /**
   * The rule of each trainable parameter.
   *
   * @param rate float32 scalar: the scheduled learning rate
   * @param step int64 scalar: the 0-based number of the step
   * @throws IllegalArgumentException if the optimizer has nothing to update in this architecture
   */
  static Function<Parameter, UpdateRule> of(
      Ops tf,
      OptimizerSpec spec,
      CnnArchitecture architecture,
      Operand<TFloat32> rate,
      Operand<TInt64> step) {
    if (spec instanceof OptimizerSpec.Sgd sgd) {
      UpdateRule rule = new SgdRule(sgd, rate);
      return parameter -> rule;
    } else if (spec instanceof OptimizerSpec.Adam adam) {
      UpdateRule rule = new AdamRule(tf, adam, rate, step);
      return parameter -> rule;
    }
    OptimizerSpec.Muon muon = (OptimizerSpec.Muon) spec;
    Set<Parameter> hidden = hiddenKernels(architecture);
    Operand<TFloat32> adamRate = tf.math.mul(rate, tf.constant((float) muon.adamRatio()));
    UpdateRule forHidden = new MuonRule(muon, rate);
    UpdateRule forOthers = new AdamRule(tf, OptimizerSpec.adam(), adamRate, step);
    return parameter -> hidden.contains(parameter) ? forHidden : forOthers;
  }

  /** How strongly the weights decay. */
  static double weightDecay(OptimizerSpec spec) {
    if (spec instanceof OptimizerSpec.Sgd sgd) {
      return sgd.weightDecay();
    } else if (spec instanceof OptimizerSpec.Adam adam) {
      return adam.weightDecay();
    }
    return ((OptimizerSpec.Muon) spec).weightDecay();
  }

  /**
   * All kernels but the last dense layer's and that of a convolution that reads the pictures
   * themselves: its few inputs per output are no hidden features, and Muon's authors leave the
   * first and the last layer to Adam.
   */
  private static Set<Parameter> hiddenKernels(CnnArchitecture architecture) {
    List<PlacedLayer> withKernel =
        architecture.layers().stream()
            .flatMap(PlacedLayer::walk)
            .filter(l -> l.layer() instanceof Layer.Conv2D || l.layer() instanceof Layer.Dense)
            .toList();
    List<PlacedLayer> hidden = new ArrayList<>(withKernel.subList(0, withKernel.size() - 1));
    hidden.removeIf(
        l -> l.layer() instanceof Layer.Conv2D && l.input().equals(architecture.input()));
    if (hidden.isEmpty()) {
      throw new IllegalArgumentException(
          "optimizer Muon updates the kernels of hidden layers; %s has none, use Adam"
              .formatted(architecture.name()));
    }
    Set<Parameter> kernels = new HashSet<>();
    hidden.forEach(l -> kernels.add(l.parameter("kernel")));
    return kernels;
  }
}
