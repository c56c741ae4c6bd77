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

/** Applies layers whose weights are variables, in the mode TRAIN or EVAL. */
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

  /**
   * Returns the updates of the moving averages of every layer applied so far; none outside
   * training.
   */
  List<Op> updates() {
    return List.copyOf(updates);
  }

  /** Applies the layers in order; without any, returns the input. */
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
    Operand<TInt64> step = tf.gather(seedAndStep, tf.constant(1), tf.constant(0));
    Operand<TFloat32> share = NetworkVariable.movingShare(tf, step, layer.momentum());
    updates.add(variable(placed, "moving_mean").moveTowards(tf, batch.mean(), share));
    updates.add(variable(placed, "moving_variance").moveTowards(tf, batch.variance(), share));
    return batch.output();
  }

  private Operand<TFloat32> value(PlacedLayer placed, String role) {
    return variable(placed, role).value();
  }

  private NetworkVariable variable(PlacedLayer placed, String role) {
    return variables.get(placed.parameter(role).name());
  }

  /** The purpose of a pass, training or evaluation. */
  enum Mode {
    /** Dropout, statistics of the batch, updates of the moving averages. */
    TRAIN,
    /** No dropout, moving averages. */
    EVAL
  }
}
