package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * A network that can be trained: one graph in which training and evaluation share the same
 * variables.
 *
 * @param architecture the architecture that was built
 * @param images uint8 {@code [N, height, width, channels]}; the graph scales it to [0, 1]
 * @param seedAndStep int64 {@code [2]}: determines every dropout mask; the 0-based step also
 *     determines how fast the moving averages move; must be fed in training only
 * @param variables every parameter, in the architecture's order
 * @param evaluated the variables that the evaluation reads: {@code variables}, or as many others
 *     that hold their averages
 * @param trainingLogits float32 {@code [N, classes]}, with dropout and the batch's own statistics
 * @param movingAverageUpdates the updates that a training step must run besides the optimizer's;
 *     they depend on the batch of {@code trainingLogits}
 * @param evaluationLogits float32 {@code [N, classes]}, without dropout and with moving averages
 * @param probabilities the softmax of {@code evaluationLogits}
 */
public record Network(
    CnnArchitecture architecture,
    Placeholder<TUint8> images,
    Placeholder<TInt64> seedAndStep,
    NetworkVariables variables,
    NetworkVariables evaluated,
    Operand<TFloat32> trainingLogits,
    List<Op> movingAverageUpdates,
    Operand<TFloat32> evaluationLogits,
    Operand<TFloat32> probabilities) {

  /**
   * Sets every variable, those that the evaluation reads included. A new session's variables have
   * no values until then.
   *
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public void assign(Session session, Weights weights) {
    weights.checkMatches(architecture);
    variables.assign(session, weights);
    if (evaluated != variables) {
      evaluated.assign(session, weights);
    }
  }

  /** Returns a copy of the variables that the evaluation reads, in the architecture's order. */
  public Weights read(Session session) {
    return evaluated.read(session);
  }
}
