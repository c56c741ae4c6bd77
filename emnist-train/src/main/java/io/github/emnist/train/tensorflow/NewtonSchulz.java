package io.github.emnist.train.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/**
 * The nearest orthogonal matrix, nearly: five steps of {@code X = a X + b (X X') X + c (X X')^2 X}
 * bring every singular value that was not tiny to 0.7 to 1.2. The coefficients are those of Jordan
 * et al., "Muon", 2024, chosen for steep growth from 0 rather than for convergence.
 */
final class NewtonSchulz {
  private static final int STEPS = 5;
  private static final float A = 3.4445f;
  private static final float B = -4.7750f;
  private static final float C = 2.0315f;

  /** As the authors', so that a zero gradient stays zero. */
  private static final float EPSILON = 1e-7f;

  private NewtonSchulz() {}

  /** Adds the steps for a float32 matrix of this size; the products are of its smaller side. */
  static Operand<TFloat32> orthogonalize(Ops tf, Operand<TFloat32> matrix, int rows, int columns) {
    boolean tall = rows > columns;
    Operand<TFloat32> norm = tf.math.sqrt(tf.reduceSum(tf.math.square(matrix), tf.array(0, 1)));
    Operand<TFloat32> x = tf.math.div(matrix, tf.math.add(norm, tf.constant(EPSILON)));
    for (int i = 0; i < STEPS; i++) {
      // X'X of a tall matrix and XX' of a wide one: the same polynomial from either side.
      Operand<TFloat32> gram =
          tf.linalg.matMul(x, x, MatMul.transposeA(tall), MatMul.transposeB(!tall));
      Operand<TFloat32> polynomial =
          tf.math.add(
              tf.math.mul(gram, tf.constant(B)),
              tf.math.mul(tf.linalg.matMul(gram, gram), tf.constant(C)));
      Operand<TFloat32> product =
          tall ? tf.linalg.matMul(x, polynomial) : tf.linalg.matMul(polynomial, x);
      x = tf.math.add(tf.math.mul(x, tf.constant(A)), product);
    }
    return x;
  }
}
