package io.github.emnist.train.tensorflow;

import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.train.config.OptimizerSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Muon (Keller Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024,
 * kellerjordan.github.io/posts/muon), for kernels. A kernel [height, width, input, output] is the
 * matrix [height * width * input, output]. The scale is the authors', the root of max(1, outputs /
 * inputs); their matrices are [output, input].
 */
record MuonRule(OptimizerSpec.Muon spec, Operand<TFloat32> rate) implements UpdateRule {
  @Override
  public List<String> slots() {
    return List.of("muon_momentum");
  }

  @Override
  public Op update(
      Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient) {
    List<Integer> shape = weight.parameter().shape();
    int outputs = shape.get(shape.size() - 1);
    int inputs = weight.parameter().size() / outputs;
    NetworkVariable slot = slots.get(0);
    Operand<TFloat32> share = tf.constant((float) spec.momentum());
    Operand<TFloat32> momentum = tf.math.add(tf.math.mul(slot.value(), share), gradient);
    Operand<TFloat32> ahead = tf.math.add(tf.math.mul(momentum, share), gradient);
    Operand<TFloat32> matrix = tf.reshape(ahead, tf.array(inputs, outputs));
    Operand<TFloat32> direction =
        tf.reshape(
            NewtonSchulz.orthogonalize(tf, matrix, inputs, outputs),
            tf.constant(shape.stream().mapToInt(d -> d).toArray()));
    float scale = (float) Math.sqrt(Math.max(1, (double) outputs / inputs));
    Operand<TFloat32> change = tf.math.mul(direction, tf.math.mul(rate, tf.constant(scale)));
    Op remember = tf.assignVariableOp(slot.handle(), momentum);
    return tf.withControlDependencies(remember).assignSubVariableOp(weight.handle(), change);
  }
}
