package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Applies steps whose weights are constants. Steps that are applied several times share their
 * constants.
 */
final class FrozenPass {
  private final Ops tf;
  private final LayerOps ops;
  private final Map<float[], Operand<TFloat32>> constants = new IdentityHashMap<>();

  FrozenPass(Ops tf, Kernels kernels) {
    this.tf = tf;
    this.ops = new LayerOps(tf, kernels);
  }

  /** Applies the steps in order; without any, returns the input. */
  Operand<TFloat32> apply(List<FrozenStep> steps, Operand<TFloat32> input) {
    Operand<TFloat32> output = input;
    for (FrozenStep step : steps) {
      output = apply(step, output);
    }
    return output;
  }

  private Operand<TFloat32> apply(FrozenStep step, Operand<TFloat32> input) {
    if (step instanceof FrozenStep.Weighted weighted) {
      List<Integer> shape = weighted.placed().parameter("kernel").shape();
      Operand<TFloat32> kernel = constant(shape, weighted.kernel());
      Operand<TFloat32> bias = constant(weighted.bias());
      return weighted.placed().layer() instanceof Layer.Conv2D convolution
          ? ops.conv2d(convolution, input, kernel, bias)
          : ops.dense(input, kernel, bias);
    } else if (step instanceof FrozenStep.Affine affine) {
      return tf.math.add(tf.math.mul(input, constant(affine.scale())), constant(affine.shift()));
    } else if (step instanceof FrozenStep.Sum sum) {
      return ops.sum(
          sum.placed(), sum.branches().stream().map(branch -> apply(branch, input)).toList());
    }
    return ops.plain(((FrozenStep.Plain) step).placed(), input);
  }

  private Operand<TFloat32> constant(float[] values) {
    return constant(List.of(values.length), values);
  }

  private Operand<TFloat32> constant(List<Integer> shape, float[] values) {
    return constants.computeIfAbsent(
        values, v -> tf.constant(Tensors.shape(shape), DataBuffers.of(v)));
  }
}
