package io.github.emnist.train.tensorflow;

import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.train.config.OptimizerSpec;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt64;

/** Adam. */
final class AdamRule implements UpdateRule {
  private final OptimizerSpec.Adam spec;
  private final Operand<TFloat32> rate;
  private final Operand<TFloat32> beta1Power;
  private final Operand<TFloat32> beta2Power;

  /**
   * Adds what all weights' updates share.
   *
   * @param step int64 scalar: the 0-based number of the step
   */
  AdamRule(Ops tf, OptimizerSpec.Adam spec, Operand<TFloat32> rate, Operand<TInt64> step) {
    this.spec = spec;
    this.rate = rate;
    beta1Power = power(tf, spec.beta1(), step);
    beta2Power = power(tf, spec.beta2(), step);
  }

  /** In double, since 0.999 as a float is another number after some thousand multiplications. */
  private static Operand<TFloat32> power(Ops tf, double beta, Operand<TInt64> step) {
    Operand<TFloat64> updates = tf.math.add(tf.dtypes.cast(step, TFloat64.class), tf.constant(1.0));
    return tf.dtypes.cast(tf.math.pow(tf.constant(beta), updates), TFloat32.class);
  }

  @Override
  public List<String> slots() {
    return List.of("adam_m", "adam_v");
  }

  @Override
  public Operand<TFloat32> rate() {
    return rate;
  }

  @Override
  public Op update(
      Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient) {
    return tf.train.resourceApplyAdam(
        weight.handle(),
        slots.get(0).handle(),
        slots.get(1).handle(),
        beta1Power,
        beta2Power,
        rate,
        tf.constant((float) spec.beta1()),
        tf.constant((float) spec.beta2()),
        tf.constant((float) spec.epsilon()),
        gradient);
  }
}
