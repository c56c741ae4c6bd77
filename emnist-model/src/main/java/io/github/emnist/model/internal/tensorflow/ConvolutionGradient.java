package io.github.emnist.model.internal.tensorflow;

import com.sun.jna.Platform;
import io.github.emnist.model.architecture.Padding;
import java.util.List;
import java.util.stream.LongStream;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.CustomGradient;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.op.nn.Conv;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Computes the gradient of the operation {@code Conv}, for which TensorFlow has none: with respect
 * to the input by another {@code Conv} (with strides, {@code Conv2DBackpropInput}), with respect to
 * the kernel by {@code Conv2DBackpropFilter}. Correct for the convolutions that {@link LayerOps}
 * builds: channels last, no dilations, no groups, and at stride 1 SAME with odd kernels only.
 */
@SuppressWarnings("rawtypes") // as CustomGradient is
final class ConvolutionGradient implements CustomGradient<Conv.Inputs> {
  private ConvolutionGradient() {}

  /**
   * Registers the gradient for the process, unless {@code Conv} has one.
   *
   * @return whether {@code Conv} has a gradient; on Windows TensorFlow Java cannot register any
   */
  static boolean register() {
    return Registration.POSSIBLE;
  }

  private static final class Registration {
    static final boolean POSSIBLE = !Platform.isWindows();

    static {
      if (POSSIBLE) { // returns false if another copy of this library has registered it
        TensorFlow.registerCustomGradient(Conv.Inputs.class, new ConvolutionGradient());
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // only float32 is ever built
  public List<Operand<?>> call(Ops tf, Conv.Inputs convolution, List<Output<?>> outputs) {
    Operand<TFloat32> input = convolution.input;
    Operand<TFloat32> kernel = convolution.filter;
    Operand<TFloat32> output = (Operand<TFloat32>) outputs.get(0);
    List<Long> strides = LongStream.of(convolution.strides).boxed().toList();
    Operand<TFloat32> byKernel =
        tf.nn.conv2dBackpropFilter(input, tf.shape(kernel), output, strides, convolution.padding);
    return List.of(byInput(tf, convolution, input, kernel, output, strides), byKernel);
  }

  private static Operand<TFloat32> byInput(
      Ops tf,
      Conv.Inputs convolution,
      Operand<TFloat32> input,
      Operand<TFloat32> kernel,
      Operand<TFloat32> output,
      List<Long> strides) {
    if (strides.stream().anyMatch(stride -> stride != 1)) {
      return tf.nn.conv2dBackpropInput(
          tf.shape(input), kernel, output, strides, convolution.padding);
    }
    Operand<TFloat32> turned =
        tf.linalg.transpose(tf.reverse(kernel, tf.array(0, 1)), tf.array(0, 1, 3, 2));
    return tf.nn.conv(
        convolution.padding.equals(Padding.VALID.name()) ? padded(tf, output, kernel) : output,
        turned,
        strides,
        convolution.padding);
  }

  /**
   * Pads by the kernel's sides less one, computed in the graph: asking an operand for its shape
   * deadlocks inside a gradient function.
   */
  private static Operand<TFloat32> padded(
      Ops tf, Operand<TFloat32> output, Operand<TFloat32> kernel) {
    Operand<TInt32> sides = tf.slice(tf.shape(kernel), tf.array(0), tf.array(2));
    Operand<TInt32> each =
        tf.concat(
            List.of(tf.array(0), tf.math.sub(sides, tf.constant(1)), tf.array(0)), tf.constant(0));
    return tf.pad(output, tf.stack(List.of(each, each), Stack.axis(1L)), tf.constant(0f));
  }
}
