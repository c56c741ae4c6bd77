package io.github.emnist.model.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** What is left to do at inference, after {@link Folding}. */
sealed interface FrozenStep {
  Operand<TFloat32> apply(Ops tf, LayerOps ops, Operand<TFloat32> input);

  /** Steps one behind the other; none give their input. */
  static Operand<TFloat32> apply(
      List<FrozenStep> steps, Ops tf, LayerOps ops, Operand<TFloat32> input) {
    Operand<TFloat32> output = input;
    for (FrozenStep step : steps) {
      output = step.apply(tf, ops, output);
    }
    return output;
  }

  /** A convolution or dense layer with its final weights. */
  record Weighted(PlacedLayer placed, float[] kernel, float[] bias) implements FrozenStep {
    @Override
    public Operand<TFloat32> apply(Ops tf, LayerOps ops, Operand<TFloat32> input) {
      Operand<TFloat32> kernels =
          tf.constant(Tensors.shape(placed.parameter("kernel").shape()), DataBuffers.of(kernel));
      Operand<TFloat32> biases = tf.constant(bias);
      return placed.layer() instanceof Layer.Conv2D convolution
          ? ops.conv2d(convolution, input, kernels, biases)
          : ops.dense(input, kernels, biases);
    }
  }

  /** {@code x * scale + shift} over the last axis, where it could not be folded. */
  record Affine(float[] scale, float[] shift) implements FrozenStep {
    @Override
    public Operand<TFloat32> apply(Ops tf, LayerOps ops, Operand<TFloat32> input) {
      return tf.math.add(tf.math.mul(input, tf.constant(scale)), tf.constant(shift));
    }
  }

  /** A layer without weights. */
  record Plain(PlacedLayer placed) implements FrozenStep {
    @Override
    public Operand<TFloat32> apply(Ops tf, LayerOps ops, Operand<TFloat32> input) {
      return ops.plain(placed, input);
    }
  }

  /** Branches over one input, added up. */
  record Sum(PlacedLayer placed, List<List<FrozenStep>> branches) implements FrozenStep {
    @Override
    public Operand<TFloat32> apply(Ops tf, LayerOps ops, Operand<TFloat32> input) {
      return ops.sum(
          placed,
          branches.stream().map(branch -> FrozenStep.apply(branch, tf, ops, input)).toList());
    }
  }
}
