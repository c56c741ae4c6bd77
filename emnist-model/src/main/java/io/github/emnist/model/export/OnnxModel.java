package io.github.emnist.model.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.Quantizer;
import io.github.emnist.model.internal.Quantizer.QuantizedKernel;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Writes a network as an ONNX model, in float32 or in 8-bit integers. */
final class OnnxModel {
  static final String IMAGES = "images";
  static final String LOGITS = "logits";
  static final String PROBABILITIES = "probabilities";

  /** The newest version that the checker of ONNX 1.12, which Debian 12 has, accepts. */
  private static final int IR_VERSION = 8;

  private static final int OPSET = 17;

  /** The offset of the producer's field, which follows the two bytes of the IR version's field. */
  private static final int PRODUCER_BEGIN = 2;

  private static final int PRODUCER_END =
      PRODUCER_BEGIN + 2 + ExportedFile.PRODUCER.getBytes(StandardCharsets.UTF_8).length;

  private OnnxModel() {}

  /**
   * Writes a model's file.
   *
   * @param integers whether to write 8-bit integers rather than float32
   * @throws IllegalArgumentException if 8-bit integers lack activation ranges, or the file would be
   *     too large
   */
  static void write(ModelBundle model, Path path, boolean integers) throws IOException {
    ExportedFile.checkSize("ONNX", model.architecture());
    Optional<ActivationRanges> ranges =
        integers ? model.metadata().activationRanges() : Optional.empty();
    if (integers && ranges.isEmpty()) {
      throw new IllegalArgumentException(
          "onnx-int8: the model has no activation ranges, which 8-bit integers need: measure them"
              + " with ModelQuantization.prepare(model, images), or export it as onnx");
    }
    ModelProto onnx =
        of(model.architecture(), model.weights(), ranges, ExportedFile.metadata(model));
    ExportedFile.write(path, onnx.toByteArray(), PRODUCER_BEGIN, PRODUCER_END);
  }

  /**
   * Returns the ONNX model.
   *
   * @param ranges for 8-bit integers; empty for float32
   * @param metadata becomes {@code metadata_props}
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  static ModelProto of(
      CnnArchitecture architecture,
      Weights weights,
      Optional<ActivationRanges> ranges,
      Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(ExportedFile.PRODUCER)
            .setGraph(graph(architecture, weights, ranges));
    model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
    metadata.forEach((key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
    return model.build();
  }

  private static GraphProto graph(
      CnnArchitecture architecture, Weights weights, Optional<ActivationRanges> ranges) {
    OnnxGraph graph = new OnnxGraph();
    List<PlacedLayer> layers = architecture.layers();
    String pixels =
        ranges.isPresent()
            ? IMAGES
            : graph.add(
                "pixels",
                "Cast",
                List.of(IMAGES),
                OnnxGraph.integer("to", TensorProto.DataType.FLOAT.getNumber()));
    String pictures =
        graph.add("pictures", "Transpose", List.of(pixels), OnnxGraph.integers("perm", 0, 3, 1, 2));
    String last = layers.get(layers.size() - 2).name();
    new OnnxLayers(graph, ranges, last)
        .apply(
            Folding.fold(architecture, weights),
            new OnnxLayers.Value(
                pictures,
                false,
                ranges.isPresent() ? new OnnxLayers.Levels(pictures, 1, 0) : null));
    graph.add(PROBABILITIES, "Softmax", List.of(LOGITS), OnnxGraph.integer("axis", -1));
    List<Integer> classes = List.of(architecture.classes());
    return graph.build(
        architecture.name(),
        List.of(
            OnnxGraph.value(IMAGES, TensorProto.DataType.UINT8, architecture.input().dimensions())),
        List.of(
            OnnxGraph.value(PROBABILITIES, TensorProto.DataType.FLOAT, classes),
            OnnxGraph.value(LOGITS, TensorProto.DataType.FLOAT, classes)));
  }

  /**
   * Translates each layer into ONNX operators of opset 17. Pictures are (batch, channels, height,
   * width) within the graph, as ONNX has them; features keep the network's order.
   *
   * <p>With ranges, QuantizeLinear turns values that are known to stay within them into uint8, and
   * DequantizeLinear turns these back into float32 before operators that calculate, whose weights
   * are int8 with a scale for each output channel. ONNX Runtime turns this form (QDQ, U8S8) into
   * operators over integers. Operators that only select or move values take the integers.
   */
  static final class OnnxLayers {
    private static final List<Integer> SCALAR = List.of();

    /** The integer that stands for 0 where values may be negative. */
    private static final int MIDDLE = 128;

    private static final float LARGEST = 255;
    private static final float LARGEST_SIGNED = 127;

    private final OnnxGraph graph;
    private final Map<String, List<Float>> maxima;
    private final Map<String, Levels> summands = new HashMap<>();

    /** The name of the last dense layer, whose output is named {@code logits} instead. */
    private final String last;

    private final Set<String> floats = new HashSet<>();
    private int affines;

    OnnxLayers(OnnxGraph graph, Optional<ActivationRanges> ranges, String last) {
      this.graph = graph;
      this.maxima = ranges.map(ActivationRanges::maxima).orElse(Map.of());
      this.last = last;
    }

    /**
     * The numbers that the integers of a value stand for: {@code (integer - zero) * scale}.
     *
     * @param name the beginning of the names of the two constants
     */
    record Levels(String name, float scale, int zero) {}

    /**
     * A value between two steps.
     *
     * @param flat whether it is features rather than pictures
     * @param levels null for float32
     */
    record Value(String name, boolean flat, Levels levels) {
      Value with(Levels otherLevels) {
        return new Value(name, flat, otherLevels);
      }
    }

    /** Applies the steps in order; without any, returns the input. */
    Value apply(List<FrozenStep> steps, Value input) {
      Value value = input;
      for (int i = 0; i < steps.size(); i++) {
        FrozenStep step = steps.get(i);
        if (i + 1 < steps.size()
            && isFlattening(step)
            && steps.get(i + 1) instanceof FrozenStep.Weighted dense) {
          value = flattenedDense(((FrozenStep.Plain) step).placed(), dense, value);
          i++;
        } else if (step instanceof FrozenStep.Weighted weighted
            && weighted.placed().layer() instanceof Layer.Conv2D convolution) {
          value =
              Quantizer.isRectifier(steps, i + 1)
                  ? convolution(
                      convolution,
                      weighted,
                      value,
                      levels(((FrozenStep.Plain) steps.get(i + 1)).placed()) != null)
                  : quantizedConvolution(convolution, weighted, value);
        } else {
          if (step instanceof FrozenStep.Sum sum && Quantizer.isRectifier(steps, i + 1)) {
            addSummand(sum, value, levels(((FrozenStep.Plain) steps.get(i + 1)).placed()));
          }
          value = apply(step, value);
        }
      }
      return value;
    }

    private Value apply(FrozenStep step, Value input) {
      if (step instanceof FrozenStep.Weighted weighted) {
        return dense(weighted, UnaryOperator.identity(), input);
      } else if (step instanceof FrozenStep.Affine affine) {
        return affine(affine, input);
      } else if (step instanceof FrozenStep.Sum sum) {
        List<String> branches =
            sum.branches().stream().map(branch -> real(apply(branch, input))).toList();
        return value(sum.placed(), "Add", branches);
      }
      return plain(((FrozenStep.Plain) step).placed(), input);
    }

    private Value plain(PlacedLayer placed, Value input) {
      Layer layer = placed.layer();
      if (layer instanceof Layer.MaxPool2D pool) {
        return value(
                placed,
                "MaxPool",
                List.of(input.name()),
                window(placed, pool.pool(), pool.stride(), pool.padding()))
            .with(input.levels());
      } else if (layer instanceof Layer.Flatten) {
        if (input.flat()) {
          return input;
        }
        String channelsLast =
            graph.add(
                placed.name() + "/channels_last",
                "Transpose",
                List.of(input.name()),
                OnnxGraph.integers("perm", 0, 2, 3, 1));
        return flatten(placed, channelsLast).with(input.levels());
      }
      List<String> inputs = List.of(real(input));
      if (layer instanceof Layer.Activation activation) {
        return switch (activation.function()) {
          case RELU -> quantized(value(placed, "Relu", inputs), levels(placed));
          case GELU -> gelu(placed, input);
          case SOFTMAX -> value(placed, "Softmax", inputs, OnnxGraph.integer("axis", -1));
        };
      } else if (layer instanceof Layer.LeakyRelu leaky) {
        return value(placed, "LeakyRelu", inputs, OnnxGraph.real("alpha", (float) leaky.slope()));
      } else if (layer instanceof Layer.AveragePool2D pool) {
        // By default, padded pixels are not part of the mean, as in TensorFlow.
        Value mean =
            value(
                placed,
                "AveragePool",
                inputs,
                window(placed, pool.pool(), pool.stride(), pool.padding()));
        return quantized(mean, input.levels());
      } else if (layer instanceof Layer.GlobalAveragePool) {
        String mean = graph.add(placed.name() + "/mean", "GlobalAveragePool", inputs);
        return flatten(placed, mean);
      }
      throw new IllegalArgumentException(
          "%s: no ONNX operators are known for %s".formatted(placed.name(), layer.type()));
    }

    /**
     * Narrows the range of a convolution whose output is added to {@code x} in [0, a] before a
     * rectifier that reaches b. Only [-a, b] of that output matters, which is narrower than its
     * measured range.
     */
    private void addSummand(FrozenStep.Sum sum, Value input, Levels rectified) {
      List<FrozenStep> body = sum.branches().get(0);
      if (rectified != null
          && input.levels() != null
          && input.levels().zero() == 0
          && sum.branches().get(1).isEmpty()
          && !body.isEmpty()
          && body.get(body.size() - 1) instanceof FrozenStep.Weighted last) {
        float least = input.levels().scale() * LARGEST;
        float scale = (least + rectified.scale() * LARGEST) / LARGEST;
        String name = last.placed().name();
        summands.put(name, new Levels(name, scale, Math.round(least / scale)));
      }
    }

    /** Returns the levels of a layer's output; null if its range is not known. */
    private Levels levels(PlacedLayer placed) {
      if (summands.containsKey(placed.name())) {
        return summands.get(placed.name());
      }
      float reach = 0;
      for (float maximum : maxima.getOrDefault(placed.name(), List.of())) {
        reach = Math.max(reach, maximum);
      }
      boolean signed = placed.layer() instanceof Layer.Conv2D;
      float scale = reach / (signed ? LARGEST_SIGNED : LARGEST);
      return scale >= Float.MIN_NORMAL
          ? new Levels(placed.name(), scale, signed ? MIDDLE : 0)
          : null;
    }

    private Value quantized(Value value, Levels levels) {
      return levels == null
          ? value
          : new Value(
              graph.add(
                  value.name() + "/uint8",
                  "QuantizeLinear",
                  List.of(value.name(), scale(levels), zero(levels))),
              value.flat(),
              levels);
    }

    /** Returns the name of a value in float32; dequantizes it if it is integers. */
    private String real(Value value) {
      Levels levels = value.levels();
      if (levels == null) {
        return value.name();
      }
      String name = value.name() + "/float";
      return floats.add(name)
          ? graph.add(name, "DequantizeLinear", List.of(value.name(), scale(levels), zero(levels)))
          : name;
    }

    private String scale(Levels levels) {
      return graph.constant(levels.name() + "/scale", SCALAR, levels.scale());
    }

    private String zero(Levels levels) {
      return graph.constant(
          levels.name() + "/zero", TensorProto.DataType.UINT8, SCALAR, levels.zero());
    }

    /**
     * Adds a convolution whose output is quantized at once, if the ranges of its input and output
     * are known.
     */
    private Value quantizedConvolution(
        Layer.Conv2D layer, FrozenStep.Weighted weighted, Value input) {
      Levels levels = input.levels() == null ? null : levels(weighted.placed());
      return quantized(convolution(layer, weighted, input, levels != null), levels);
    }

    private Value convolution(
        Layer.Conv2D layer, FrozenStep.Weighted weighted, Value input, boolean integers) {
      PlacedLayer placed = weighted.placed();
      List<Integer> shape = placed.parameter("kernel").shape();
      ConstantForm form =
          new ConstantForm(
              List.of(shape.get(3), shape.get(2), shape.get(0), shape.get(1)),
              0,
              kernel -> ChannelsFirst.convolution(shape, kernel));
      return value(
          placed,
          "Conv",
          operands(weighted, form, input, integers),
          window(
              placed, layer.kernelHeight(), layer.kernelWidth(), layer.stride(), layer.padding()));
    }

    private Value dense(FrozenStep.Weighted weighted, UnaryOperator<float[]> order, Value input) {
      PlacedLayer placed = weighted.placed();
      ConstantForm form = new ConstantForm(placed.parameter("kernel").shape(), 1, order);
      return value(placed, "Gemm", operands(weighted, form, input, true));
    }

    /**
     * Adds a dense layer over a flattened picture. Reorders the kernel's rows once, rather than the
     * picture's elements in every run.
     */
    private Value flattenedDense(PlacedLayer flatten, FrozenStep.Weighted dense, Value input) {
      return dense(
          dense,
          kernel -> ChannelsFirst.dense(flatten.input(), kernel),
          flatten(flatten, input.name()).with(input.levels()));
    }

    /**
     * The form in which a kernel is written.
     *
     * @param outputs the axis of the output channels
     * @param order reorders the values from the network's order
     */
    private record ConstantForm(List<Integer> shape, int outputs, UnaryOperator<float[]> order) {}

    /**
     * Returns input, kernel and bias; the last two are integers if {@code integers} is set and the
     * input is integers.
     */
    private List<String> operands(
        FrozenStep.Weighted weighted, ConstantForm form, Value input, boolean integers) {
      String kernel = weighted.placed().parameter("kernel").name();
      String bias = weighted.placed().parameter("bias").name();
      List<Integer> channels = List.of(weighted.bias().length);
      if (!integers || input.levels() == null) {
        return List.of(
            real(input),
            graph.constant(kernel, form.shape(), form.order().apply(weighted.kernel())),
            graph.constant(bias, channels, weighted.bias()));
      }
      float inputScale = input.levels().scale();
      QuantizedKernel quantized = QuantizedKernel.of(weighted, inputScale * LARGEST);
      float[] values = new float[quantized.values().length];
      for (int i = 0; i < values.length; i++) {
        values[i] = quantized.values()[i];
      }
      float[] scales = quantized.maxima().clone();
      float[] sums = weighted.bias().clone();
      float[] sumScales = new float[sums.length];
      for (int o = 0; o < sums.length; o++) {
        scales[o] /= LARGEST_SIGNED;
        sumScales[o] = inputScale * scales[o];
        sums[o] = Math.round(sums[o] / sumScales[o]);
      }
      graph.constant(
          kernel + "/int8", TensorProto.DataType.INT8, form.shape(), form.order().apply(values));
      graph.constant(bias + "/int32", TensorProto.DataType.INT32, channels, sums);
      return List.of(
          real(input),
          dequantized(kernel, "/int8", scales, form.outputs()),
          dequantized(bias, "/int32", sumScales, 0));
    }

    private String dequantized(String name, String type, float[] scales, int axis) {
      List<Integer> channels = List.of(scales.length);
      return graph.add(
          name,
          "DequantizeLinear",
          List.of(
              name + type,
              graph.constant(name + "/scale", channels, scales),
              graph.constant(
                  name + "/zero",
                  type.equals("/int8") ? TensorProto.DataType.INT8 : TensorProto.DataType.INT32,
                  channels,
                  new float[scales.length])),
          OnnxGraph.integer("axis", axis));
    }

    private static boolean isFlattening(FrozenStep step) {
      return step instanceof FrozenStep.Plain plain
          && plain.placed().layer() instanceof Layer.Flatten
          && !plain.placed().input().isFlat();
    }

    private Value affine(FrozenStep.Affine affine, Value input) {
      String name = "affine_" + affines++;
      int channels = affine.scale().length;
      List<Integer> shape = input.flat() ? List.of(channels) : List.of(channels, 1, 1);
      String scale = graph.constant(name + "/scale", shape, affine.scale());
      String shift = graph.constant(name + "/shift", shape, affine.shift());
      String scaled = graph.add(name + "/scaled", "Mul", List.of(real(input), scale));
      return new Value(graph.add(name, "Add", List.of(scaled, shift)), input.flat(), null);
    }

    /**
     * Adds GELU in the form that ONNX Runtime fuses into one operation; opset 17 has no operator
     * for it.
     */
    private Value gelu(PlacedLayer placed, Value input) {
      String name = placed.name();
      String root = graph.constant("sqrt_2", SCALAR, (float) Math.sqrt(2));
      String ratio = graph.add(name + "/ratio", "Div", List.of(real(input), root));
      String erf = graph.add(name + "/erf", "Erf", List.of(ratio));
      String one = graph.constant("one", SCALAR, 1);
      String twice = graph.add(name + "/twice", "Add", List.of(erf, one));
      String product = graph.add(name + "/product", "Mul", List.of(real(input), twice));
      return value(placed, "Mul", List.of(product, graph.constant("half", SCALAR, 0.5f)));
    }

    private Value flatten(PlacedLayer placed, String input) {
      return value(placed, "Flatten", List.of(input), OnnxGraph.integer("axis", 1));
    }

    private Value value(
        PlacedLayer placed, String operator, List<String> inputs, AttributeProto... attributes) {
      String output = placed.name().equals(last) ? LOGITS : placed.name();
      return new Value(
          graph.add(output, operator, inputs, attributes), placed.output().isFlat(), null);
    }

    private static AttributeProto[] window(
        PlacedLayer placed, int size, int stride, Padding padding) {
      return window(placed, size, size, stride, padding);
    }

    private static AttributeProto[] window(
        PlacedLayer placed, int height, int width, int stride, Padding padding) {
      TensorShape in = placed.input();
      TensorShape out = placed.output();
      int rows = padding == Padding.VALID ? 0 : padded(in.height(), out.height(), height, stride);
      int columns = padding == Padding.VALID ? 0 : padded(in.width(), out.width(), width, stride);
      return new AttributeProto[] {
        OnnxGraph.integers("kernel_shape", height, width),
        OnnxGraph.integers("strides", stride, stride),
        // If their number is odd, the end gets one more than the beginning, as in TensorFlow.
        OnnxGraph.integers("pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2)
      };
    }

    /** Returns the number of zeros that 'same' padding adds on one axis. */
    private static int padded(int in, int out, int window, int stride) {
      return Math.max(0, (out - 1) * stride + window - in);
    }
  }

  /** Collects the nodes and constants of an ONNX graph. */
  static final class OnnxGraph {
    /** The name of the axis whose length is open. */
    private static final String BATCH = "N";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> constants = new HashSet<>();

    /** Returns an input or output of open batch size. */
    static ValueInfoProto value(String name, TensorProto.DataType type, List<Integer> dimensions) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      shape.addDimBuilder().setDimParam(BATCH);
      dimensions.forEach(dimension -> shape.addDimBuilder().setDimValue(dimension));
      return ValueInfoProto.newBuilder()
          .setName(name)
          .setType(
              TypeProto.newBuilder()
                  .setTensorType(
                      TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape)))
          .build();
    }

    /** Adds a node with one output and the output's name, which is returned. */
    String add(String output, String operator, List<String> inputs, AttributeProto... attributes) {
      graph.addNode(
          NodeProto.newBuilder()
              .setName(output)
              .setOpType(operator)
              .addAllInput(inputs)
              .addOutput(output)
              .addAllAttribute(List.of(attributes)));
      return output;
    }

    /** Adds a float32 constant, unless one of that name is there. */
    String constant(String name, List<Integer> shape, float... values) {
      return constant(name, TensorProto.DataType.FLOAT, shape, values);
    }

    /**
     * Adds a constant, unless one of that name is there.
     *
     * @param type float32, or an integer type, of which the values then must be
     */
    String constant(String name, TensorProto.DataType type, List<Integer> shape, float... values) {
      if (constants.add(name)) {
        ByteBuffer bytes =
            ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
          switch (type) {
            case FLOAT -> bytes.putFloat(value);
            case INT32 -> bytes.putInt((int) value);
            default -> bytes.put((byte) value);
          }
        }
        TensorProto.Builder tensor =
            graph
                .addInitializerBuilder()
                .setName(name)
                .setDataType(type.getNumber())
                .setRawData(ByteString.copyFrom(bytes.flip()));
        shape.forEach(tensor::addDims);
      }
      return name;
    }

    static AttributeProto integers(String name, int... values) {
      AttributeProto.Builder attribute =
          AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
      for (int value : values) {
        attribute.addInts(value);
      }
      return attribute.build();
    }

    static AttributeProto integer(String name, int value) {
      return AttributeProto.newBuilder()
          .setName(name)
          .setType(AttributeProto.AttributeType.INT)
          .setI(value)
          .build();
    }

    static AttributeProto real(String name, float value) {
      return AttributeProto.newBuilder()
          .setName(name)
          .setType(AttributeProto.AttributeType.FLOAT)
          .setF(value)
          .build();
    }

    GraphProto build(String name, List<ValueInfoProto> inputs, List<ValueInfoProto> outputs) {
      return graph.setName(name).addAllInput(inputs).addAllOutput(outputs).build();
    }
  }

  /**
   * Reorders weights that are stored channels last for a format whose pictures are channels first.
   */
  static final class ChannelsFirst {
    private ChannelsFirst() {}

    /**
     * Reorders a convolution's kernel from (height, width, in, out) to (out, in, height, width).
     */
    static float[] convolution(List<Integer> shape, float[] kernel) {
      int area = shape.get(0) * shape.get(1);
      int in = shape.get(2);
      int out = shape.get(3);
      float[] result = new float[kernel.length];
      for (int pixel = 0, from = 0; pixel < area; pixel++) {
        for (int i = 0; i < in; i++) {
          for (int o = 0; o < out; o++) {
            result[(o * in + i) * area + pixel] = kernel[from++];
          }
        }
      }
      return result;
    }

    /**
     * Reorders the rows of a dense layer's kernel (in, out), whose inputs are the elements of a
     * picture, from the order row, column, channel to the order channel, row, column.
     */
    static float[] dense(TensorShape picture, float[] kernel) {
      int pixels = picture.height() * picture.width();
      int channels = picture.channels();
      int out = kernel.length / (pixels * channels);
      float[] result = new float[kernel.length];
      for (int pixel = 0; pixel < pixels; pixel++) {
        for (int c = 0; c < channels; c++) {
          System.arraycopy(
              kernel, (pixel * channels + c) * out, result, (c * pixels + pixel) * out, out);
        }
      }
      return result;
    }
  }
}
