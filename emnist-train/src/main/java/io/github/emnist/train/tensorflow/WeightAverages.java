package io.github.emnist.train.tensorflow;

import io.github.emnist.model.internal.tensorflow.Network;
import io.github.emnist.model.internal.tensorflow.NetworkVariable;
import io.github.emnist.train.config.TrainingConfig.WeightAveraging;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** How the averages that a network evaluates with follow its weights and moving statistics. */
final class WeightAverages {
  private WeightAverages() {}

  /**
   * Adds one move of all averages.
   *
   * @param network built with averages
   * @param step int64 scalar: the 0-based number of the step
   * @param weightUpdates all that changes what is averaged
   * @return what has to run
   */
  static List<Op> update(
      Ops tf,
      WeightAveraging rule,
      FrozenLayers frozen,
      Network network,
      Operand<TInt64> step,
      List<Op> weightUpdates) {
    Operand<TFloat32> share = share(tf, rule, step);
    // The variables' one read in the graph is of the weights before the step.
    Ops afterwards = tf.withControlDependencies(weightUpdates);
    List<Op> moves = new ArrayList<>();
    for (NetworkVariable weight : network.variables().all()) {
      if (frozen.moves(weight.parameter())) {
        NetworkVariable average = network.evaluated().get(weight.parameter().name());
        Operand<TFloat32> now = afterwards.readVariableOp(weight.handle(), TFloat32.class);
        moves.add(
            tf.assignSubVariableOp(
                average.handle(), tf.math.mul(tf.math.sub(average.value(), now), share)));
      }
    }
    return moves;
  }

  /** {@code 1 - min(decay, (1 + step) / (10 + step))}. */
  private static Operand<TFloat32> share(Ops tf, WeightAveraging rule, Operand<TInt64> step) {
    Operand<TFloat32> early =
        tf.math.div(
            tf.constant(9f), tf.math.add(tf.dtypes.cast(step, TFloat32.class), tf.constant(10f)));
    return tf.math.maximum(early, tf.constant((float) (1 - rule.decay())));
  }
}
