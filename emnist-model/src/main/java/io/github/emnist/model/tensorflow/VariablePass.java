package io.github.emnist.model.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import java.util.ArrayList;
import java.util.List;
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
  private final Operand<TInt64> dropoutSeed;
  private final List<Op> updates = new ArrayList<>();
  private int dropouts;

  VariablePass(Ops tf, NetworkVariables variables, Mode mode, Operand<TInt64> dropoutSeed) {
    this.tf = tf;
    this.ops = new LayerOps(tf);
    this.variables = variables;
    this.mode = mode;
    this.dropoutSeed = dropoutSeed;
  }

  /** The updates of the moving averages of every layer applied so far; none outside training. */
  List<Op> updates() {
    return List.copyOf(updates);
  }

  Operand<TFloat32> apply(PlacedLayer placed, Operand<TFloat32> input) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.Conv2D convolution) {
      return ops.conv2d(convolution, input, value(placed, "kernel"), value(placed, "bias"));
    } else if (layer instanceof Layer.Dense) {
      return ops.dense(input, value(placed, "kernel"), value(placed, "bias"));
    } else if (layer instanceof Layer.BatchNormalization normalization) {
      return mode == Mode.TRAIN
          ? normalizeBatch(placed, normalization, input)
          : ops.normalize(
              placed,
              input,
              value(placed, "gamma"),
              value(placed, "beta"),
              value(placed, "moving_mean"),
              value(placed, "moving_variance"));
    } else if (layer instanceof Layer.Dropout dropout && mode == Mode.TRAIN) {
      return ops.dropout(dropout, input, dropoutSeed, dropouts++);
    }
    return ops.plain(placed, input);
  }

  private Operand<TFloat32> normalizeBatch(
      PlacedLayer placed, Layer.BatchNormalization layer, Operand<TFloat32> input) {
    LayerOps.NormalizedBatch batch =
        ops.normalizeBatch(placed, input, value(placed, "gamma"), value(placed, "beta"));
    Operand<TFloat32> step = tf.constant((float) (1 - layer.momentum()));
    updates.add(moveTowards(variable(placed, "moving_mean"), batch.mean(), step));
    updates.add(moveTowards(variable(placed, "moving_variance"), batch.variance(), step));
    return batch.output();
  }

  /** {@code average -= (average - target) * step}; the read is an input of the update. */
  private Op moveTowards(
      NetworkVariable average, Operand<TFloat32> target, Operand<TFloat32> step) {
    return tf.assignSubVariableOp(
        average.handle(), tf.math.mul(tf.math.sub(average.value(), target), step));
  }

  private Operand<TFloat32> value(PlacedLayer placed, String role) {
    return variable(placed, role).value();
  }

  private NetworkVariable variable(PlacedLayer placed, String role) {
    return variables.get(placed.parameter(role).name());
  }
}
