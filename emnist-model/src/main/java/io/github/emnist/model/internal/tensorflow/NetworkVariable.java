package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/**
 * One resource variable of a graph. Resource variables, unlike TensorFlow 1's reference variables,
 * are read as a value that no update of the same step can change: with reference variables two runs
 * of one seed differed as soon as there were two threads.
 *
 * @param parameter its name and shape
 * @param handle the handle to which updates are applied
 * @param value the only operation that reads it; gradients are taken with respect to this, since
 *     reading a variable has no gradient of its own
 * @param assigned the placeholder whose value {@code assign} stores
 * @param assign stores {@code assigned} in the variable
 */
public record NetworkVariable(
    Parameter parameter,
    VarHandleOp handle,
    Operand<TFloat32> value,
    Placeholder<TFloat32> assigned,
    Op assign) {

  /**
   * Adds an uninitialized variable to a graph.
   *
   * @param tf the operations of the graph
   * @param parameter its name, unique in the graph, and its shape
   * @return the variable; assign it before its first use
   */
  public static NetworkVariable create(Ops tf, Parameter parameter) {
    return create(tf, parameter, "");
  }

  /**
   * Adds an uninitialized variable to a graph that may hold another one for the same parameter.
   *
   * @param tf the operations of the graph
   * @param parameter its name and shape
   * @param prefix makes the name unique in the graph
   * @return the variable; assign it before its first use
   */
  static NetworkVariable create(Ops tf, Parameter parameter, String prefix) {
    String shared = prefix + parameter.name();
    // TensorFlow allows no slash within the last part of an operation's name.
    String name = shared.replace('/', '.');
    VarHandleOp handle =
        tf.withName(name)
            .varHandleOp(
                TFloat32.class, Tensors.shape(parameter.shape()), VarHandleOp.sharedName(shared));
    Placeholder<TFloat32> assigned =
        tf.withName(name + ".assigned")
            .placeholder(TFloat32.class, Placeholder.shape(Tensors.shape(parameter.shape())));
    return new NetworkVariable(
        parameter,
        handle,
        tf.withName(name + ".value").readVariableOp(handle, TFloat32.class),
        assigned,
        tf.withName(name + ".assign").assignVariableOp(handle, assigned));
  }

  /**
   * Returns how much of the way to a new value a moving average moves: {@code 1 - momentum}, as in
   * Keras, but at first more, {@code 9 / (10 + step)}, as TensorFlow's ExponentialMovingAverage
   * with a number of updates does. With Keras' momentum of 0.99 alone, a run of 100 steps keeps a
   * third of the values it began with, which mean nothing, and is worthless in evaluation.
   *
   * @param tf the operations of the graph
   * @param step of the run, 0-based
   * @param momentum the share that stays in the long run, in [0, 1]
   */
  public static Operand<TFloat32> movingShare(Ops tf, Operand<TInt64> step, double momentum) {
    Operand<TFloat32> early =
        tf.math.div(
            tf.constant(9f), tf.math.add(tf.dtypes.cast(step, TFloat32.class), tf.constant(10f)));
    return tf.math.maximum(early, tf.constant((float) (1 - momentum)));
  }

  /** Adds {@code this -= (this - target) * share}; the one read is an input of the update. */
  public Op moveTowards(Ops tf, Operand<TFloat32> target, Operand<TFloat32> share) {
    return tf.assignSubVariableOp(handle, tf.math.mul(tf.math.sub(value, target), share));
  }
}
