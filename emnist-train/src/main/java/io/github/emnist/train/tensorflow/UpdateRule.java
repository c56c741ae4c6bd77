package io.github.emnist.train.tensorflow;

import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * How one step changes a weight, in resource variables and with a fed rate. TensorFlow Framework's
 * optimizers bake the rate into the graph and keep their state in reference variables, whose
 * updates race with their reads.
 */
interface UpdateRule {
  /** What it keeps of each weight from step to step, in the weight's shape, zero at first. */
  List<String> slots();

  /** The scheduled learning rate, or this rule's multiple of it. */
  Operand<TFloat32> rate();

  /**
   * Adds the update, without weight decay.
   *
   * @param tf where to add it
   * @param weight what to change
   * @param slots of this weight, in the order of {@link #slots()}
   * @param gradient of the loss with respect to the weight's value
   * @return what has to run; the weight's new value is there when it has
   */
  Op update(
      Ops tf, NetworkVariable weight, List<NetworkVariable> slots, Operand<TFloat32> gradient);
}
