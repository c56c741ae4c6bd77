package io.github.emnist.train.tensorflow;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Bounds a step's gradient (Pascanu et al., "On the difficulty of training recurrent neural
 * networks", 2013): where the Euclidean norm of all gradients together is longer than the bound,
 * all are scaled by bound / norm.
 */
final class GradientClipping {
  private GradientClipping() {}

  /** Adds the scaling; 0 for no bound. */
  static List<Operand<TFloat32>> byGlobalNorm(
      Ops tf, List<Operand<TFloat32>> gradients, double bound) {
    if (bound == 0) {
      return gradients;
    }
    Operand<TFloat32> halfOfSquares =
        gradients.stream()
            .<Operand<TFloat32>>map(gradient -> tf.nn.l2Loss(gradient))
            .reduce((a, b) -> tf.math.add(a, b))
            .orElseThrow();
    Operand<TFloat32> norm = tf.math.sqrt(tf.math.mul(halfOfSquares, tf.constant(2f)));
    Operand<TFloat32> limit = tf.constant((float) bound);
    Operand<TFloat32> scale = tf.math.div(limit, tf.math.maximum(norm, limit));
    return gradients.stream()
        .<Operand<TFloat32>>map(gradient -> tf.math.mul(gradient, scale))
        .toList();
  }
}
