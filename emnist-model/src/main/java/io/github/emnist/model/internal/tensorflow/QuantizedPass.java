package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.internal.Quantizer.QuantizedKernel;
import io.github.emnist.model.internal.Quantizer.QuantizedPlan;
import io.github.emnist.model.internal.Quantizer.QuantizedStep;
import io.github.emnist.model.internal.tensorflow.GraphBuilder.FixedInput;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.tensorflow.Operand;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

/**
 * Applies a {@link QuantizedPlan}, with oneDNN's fused operations over 8-bit integers. TensorFlow
 * Java has classes neither for these operations nor for their types, so they are built by name;
 * where an operation takes the integers as another type, the bits are cast to that.
 */
final class QuantizedPass {
  private static final DataType FLOAT = DataType.DT_FLOAT;
  private static final DataType UNSIGNED = DataType.DT_QUINT8;
  private static final DataType SIGNED = DataType.DT_QINT8;

  private final Ops tf;
  private final FrozenPass floats;
  private final List<FixedInput> fixedInputs = new ArrayList<>();

  QuantizedPass(Ops tf) {
    this.tf = tf;
    this.floats = new FrozenPass(tf, Kernels.EIGEN);
  }

  /** Adds the operations from pixels to logits. */
  Operand<TFloat32> apply(QuantizedPlan plan, Operand<TUint8> images) {
    Output<?> output = images.asOutput();
    for (QuantizedStep step : plan.steps()) {
      output =
          step instanceof QuantizedStep.Convolution convolution
              ? convolve(convolution, output)
              : plain(((QuantizedStep.Plain) step), output);
    }
    return floats.apply(plan.rest(), leave(plan, output));
  }

  /** Returns the inputs that every run must be fed besides the images. */
  List<FixedInput> fixedInputs() {
    return List.copyOf(fixedInputs);
  }

  private Output<?> convolve(QuantizedStep.Convolution step, Output<?> input) {
    QuantizedKernel kernel = step.kernel();
    Layer.Conv2D layer = (Layer.Conv2D) kernel.placed().layer();
    long stride = layer.stride();
    Stream<Output<?>> inputs =
        Stream.concat(
            operands(input, kernel, step.inputRange()),
            Stream.of(scalar(0), scalar(step.outputRange())));
    OperationBuilder builder = tf.scope().opBuilder("_FusedQuantizedConv2D", "conv2d");
    setTypes(builder, inputs.toList(), UNSIGNED, FLOAT, FLOAT);
    builder.setAttr("Tinput", UNSIGNED);
    builder.setAttr("Tfilter", SIGNED);
    builder.setAttr("Tbias", FLOAT);
    builder.setAttr("Tsummand", UNSIGNED);
    builder.setAttr("out_type", UNSIGNED);
    builder.setAttr("strides", new long[] {1, stride, stride, 1});
    builder.setAttr("padding", layer.padding().name());
    builder.setAttr("fused_ops", new String[] {"BiasAdd", "Relu", "Requantize"});
    return builder.build().output(0);
  }

  private Output<?> plain(QuantizedStep.Plain step, Output<?> input) {
    if (step.placed().layer() instanceof Layer.MaxPool2D pool) {
      OperationBuilder builder = tf.scope().opBuilder("MaxPool", "max_pool");
      builder.addInput(bits(input, DataType.DT_UINT8));
      builder.setAttr("ksize", new long[] {1, pool.pool(), pool.pool(), 1});
      builder.setAttr("strides", new long[] {1, pool.stride(), pool.stride(), 1});
      builder.setAttr("padding", pool.padding().name());
      return builder.build().output(0);
    }
    OperationBuilder builder = tf.scope().opBuilder("Reshape", "flatten");
    builder.addInput(input);
    builder.addInput(tf.array(-1, step.placed().output().size()).asOutput());
    return builder.build().output(0);
  }

  private Operand<TFloat32> leave(QuantizedPlan plan, Output<?> input) {
    if (plan.dense().isEmpty()) {
      Output<TUint8> integers = bits(input, DataType.DT_UINT8);
      return tf.math.mul(tf.dtypes.cast(integers, TFloat32.class), tf.constant(plan.range() / 255));
    }
    OperationBuilder builder = tf.scope().opBuilder("_QuantizedMatMul", "dense");
    setTypes(builder, operands(input, plan.dense().get(), plan.range()).toList(), FLOAT);
    builder.setAttr("T1", UNSIGNED);
    builder.setAttr("T2", SIGNED);
    builder.setAttr("Tbias", FLOAT);
    builder.setAttr("U", FLOAT);
    builder.setAttr("Tout", FLOAT);
    builder.setAttr("fused_ops", new String[] {"BiasAdd", "Dequantize"});
    return builder.build().output(0);
  }

  /**
   * Returns input, kernel and bias, and the values that the least and the largest integers of the
   * first two stand for.
   */
  private Stream<Output<?>> operands(Output<?> input, QuantizedKernel kernel, float inputRange) {
    // Of the least and the largest value, the operations take the farther from 0.
    Output<?> maxima = fixed(kernel.maxima());
    return Stream.of(
        bits(input, UNSIGNED),
        kernel(kernel),
        tf.constant(kernel.bias()).asOutput(),
        scalar(0),
        scalar(inputRange),
        maxima,
        maxima);
  }

  private Output<?> fixed(float[] values) {
    Placeholder<TFloat32> placeholder =
        tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(values.length)));
    fixedInputs.add(new FixedInput(placeholder, LastingVectors.of(values)));
    return placeholder.asOutput();
  }

  private Output<?> kernel(QuantizedKernel kernel) {
    List<Integer> shape = kernel.placed().parameter("kernel").shape();
    try (TUint8 values = Tensors.uint8(Tensors.shape(shape), kernel.values(), 0)) {
      return bits(tf.constantOf(values).asOutput(), SIGNED);
    }
  }

  /**
   * Adds the inputs and sets all types. These operations have lists of inputs and outputs: those on
   * another device are empty, those on the processor hold everything.
   */
  private static void setTypes(
      OperationBuilder builder, List<Output<?>> inputs, DataType... outputs) {
    builder.addInputList(new Output<?>[0]);
    builder.addInputList(inputs.toArray(new Output<?>[0]));
    builder.setAttr("Tdevice_inputs", new DataType[0]);
    builder.setAttr("Tdevice_outputs", new DataType[0]);
    builder.setAttr(
        "Thost_inputs",
        LongStream.range(0, inputs.size())
            .mapToObj(i -> i == 0 ? UNSIGNED : i == 1 ? SIGNED : FLOAT)
            .toArray(DataType[]::new));
    builder.setAttr("Thost_outputs", outputs);
  }

  private Output<?> scalar(float value) {
    return tf.constant(value).asOutput();
  }

  /** Returns the same bits as another type. */
  private <T extends TType> Output<T> bits(Output<?> values, DataType type) {
    if (values.dataType() == type) {
      return values.op().output(values.index());
    }
    OperationBuilder builder = tf.scope().opBuilder("Bitcast", "bits");
    builder.addInput(values);
    builder.setAttr("type", type);
    return builder.build().output(0);
  }

  /**
   * Vectors outside the heap that keep their addresses for as long as the process lives; equal ones
   * are the same. Thread-safe.
   *
   * <p>TensorFlow keeps up to 1,024 kernels that oneDNN has prepared for a thread, and finds one
   * over 8-bit integers by the address of its weights' scales ({@code mkl_conv_ops.cc}: "using the
   * pointers"). If the scales were freed when their network is closed, a model that is opened again
   * would have all kernels prepared again, for each thread and each number of images, about 80 KB
   * each, while the old ones would never be used again. The vectors kept instead are about a
   * kilobyte for each model.
   */
  static final class LastingVectors {
    private static final Map<List<Float>, TFloat32> VECTORS = new ConcurrentHashMap<>();

    private LastingVectors() {}

    /** Returns a float32 vector of these values, which must never be closed or written to. */
    static TFloat32 of(float[] values) {
      List<Float> content = IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
      return VECTORS.computeIfAbsent(content, key -> allocate(values));
    }

    private static TFloat32 allocate(float[] values) {
      // A scope of the caller's would deallocate the vector when it closes.
      PointerScope ours = new PointerScope();
      try {
        return Tensors.float32(List.of(values.length), values);
      } finally {
        ours.close();
      }
    }
  }
}
