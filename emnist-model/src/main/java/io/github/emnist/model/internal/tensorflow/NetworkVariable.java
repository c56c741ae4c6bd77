package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.VarHandleOp;
import org.tensorflow.types.TFloat32;

/**
 * One resource variable of a graph. Resource variables, unlike TensorFlow 1's reference variables,
 * are read as a value that no update of the same step can change: with reference variables two runs
 * of one seed differed as soon as there were two threads.
 *
 * @param parameter its name and shape
 * @param handle what updates are applied to
 * @param value its one read; gradients are taken with respect to this, since reading a variable has
 *     no gradient of its own
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
   * @param tf where to add it
   * @param parameter its name, unique in the graph, and its shape
   * @return the variable; assign it before its first use
   */
  public static NetworkVariable create(Ops tf, Parameter parameter) {
    return create(tf, parameter, "");
  }

  /**
   * Adds an uninitialized variable to a graph that may hold another one for the same parameter.
   *
   * @param tf where to add it
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
}
