package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;

/** One way through the layers over variables, in the modes TRAIN and EVAL. */
final class VariablePass {
  private final Ops tf;
  private final LayerOps ops;
  private final NetworkVariables variables;
  private final Mode mode;
  private final Operand<TInt64> seedAndStep;
  private final Set<String> frozen;
  private final List<Op> updates = new ArrayList<>();
  private int dropouts;

  VariablePass(
      Ops tf,
      NetworkVariables variables,
      Mode mode,
      Operand<TInt64> seedAndStep,
      Set<String> frozen,
      Kernels kernels) {
    this.tf = tf;
    this.ops = new LayerOps(tf, kernels);
    this.variables = variables;
    this.mode = mode;
    this.seedAndStep = seedAndStep;
    this.frozen = frozen;
  }

  /** The updates of the moving averages of every layer applied so far; none outside training. */
  List<Op> updates() {
    return List.copyOf(updates);
  }

  /** Layers one behind the other; none give their input. */
  Operand<TFloat32> apply(List<PlacedLayer> layers, Operand<TFloat32> input) {
    Operand<TFloat32> output = input;
    for (PlacedLayer layer : layers) {
      output = apply(layer, output);
    }
    return output;
  }

  private Operand<TFloat32> apply(PlacedLayer placed, Operand<TFloat32> input) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.Conv2D convolution) {
      return ops.conv2d(convolution, input, value(placed, "kernel"), value(placed, "bias"));
    } else if (layer instanceof Layer.Dense) {
      return ops.dense(input, value(placed, "kernel"), value(placed, "bias"));
    } else if (layer instanceof Layer.BatchNormalization normalization) {
      return mode == Mode.TRAIN && !frozen.contains(placed.name())
          ? normalizeBatch(placed, normalization, input)
          : ops.normalize(
              placed,
              input,
              value(placed, "gamma"),
              value(placed, "beta"),
              value(placed, "moving_mean"),
              value(placed, "moving_variance"));
    } else if (layer instanceof Layer.Dropout dropout && mode == Mode.TRAIN) {
      return ops.dropout(dropout, input, seedAndStep, dropouts++);
    } else if (layer instanceof Layer.SpatialDropout2D dropout && mode == Mode.TRAIN) {
      return ops.dropout(dropout, placed, input, seedAndStep, dropouts++);
    } else if (layer instanceof Residual) {
      return ops.sum(
          placed, placed.branches().stream().map(branch -> apply(branch, input)).toList());
    }
    return ops.plain(placed, input);
  }

  private Operand<TFloat32> normalizeBatch(
      PlacedLayer placed, Layer.BatchNormalization layer, Operand<TFloat32> input) {
    LayerOps.NormalizedBatch batch =
        ops.normalizeBatch(placed, input, value(placed, "gamma"), value(placed, "beta"));
    Operand<TFloat32> share = movingShare(layer.momentum());
    updates.add(moveTowards(variable(placed, "moving_mean"), batch.mean(), share));
    updates.add(moveTowards(variable(placed, "moving_variance"), batch.variance(), share));
    return batch.output();
  }

  /**
   * How much of the way to the batch's statistics an average moves: {@code 1 - momentum}, as in
   * Keras, but at first more, {@code 9 / (10 + step)}, as TensorFlow's ExponentialMovingAverage
   * with a number of updates does. With Keras' momentum of 0.99 alone, a run of 100 steps keeps a
   * third of the values it began with, which mean nothing, and is worthless in evaluation.
   */
  private Operand<TFloat32> movingShare(double momentum) {
    Operand<TInt64> step = tf.gather(seedAndStep, tf.constant(1), tf.constant(0));
    Operand<TFloat32> early =
        tf.math.div(
            tf.constant(9f), tf.math.add(tf.dtypes.cast(step, TFloat32.class), tf.constant(10f)));
    return tf.math.maximum(early, tf.constant((float) (1 - momentum)));
  }

  /** {@code average -= (average - target) * share}; the read is an input of the update. */
  private Op moveTowards(
      NetworkVariable average, Operand<TFloat32> target, Operand<TFloat32> share) {
    return tf.assignSubVariableOp(
        average.handle(), tf.math.mul(tf.math.sub(average.value(), target), share));
  }

  private Operand<TFloat32> value(PlacedLayer placed, String role) {
    return variable(placed, role).value();
  }

  private NetworkVariable variable(PlacedLayer placed, String role) {
    return variables.get(placed.parameter(role).name());
  }

  /** What a graph is for, where its variables live on. */
  enum Mode {
    /** Dropout, statistics of the batch, updates of the moving averages. */
    TRAIN,
    /** No dropout, moving averages. */
    EVAL
  }
}
