package io.github.emnist.train.tensorflow;

import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.train.config.OptimizerSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.ResourceApplyMomentum;
import org.tensorflow.types.TFloat32;

/**
 * Gradient descent with momentum. Of TensorFlow's two momentum operations it takes the one whose
 * accumulator holds no rate, so that a new rate scales the whole step, as PyTorch's does.
 */
record SgdRule(OptimizerSpec.Sgd spec, Operand<TFloat32> rate) implements UpdateRule {
  @Override
  public List<String> slots() {
    return spec.momentum() == 0 ? List.of() : List.of("momentum");
  }

  @Override
  public Op update(
      Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient) {
    if (slots.isEmpty()) {
      return tf.train.resourceApplyGradientDescent(weight.handle(), rate, gradient);
    }
    return tf.train.resourceApplyMomentum(
        weight.handle(),
        slots.get(0).handle(),
        rate,
        gradient,
        tf.constant((float) spec.momentum()),
        ResourceApplyMomentum.useNesterov(spec.nesterov()));
  }
}
