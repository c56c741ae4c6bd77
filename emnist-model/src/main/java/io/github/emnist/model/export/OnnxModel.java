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
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A network as an ONNX model. */
final class OnnxModel {
  static final String IMAGES = "images";
  static final String LOGITS = "logits";
  static final String PROBABILITIES = "probabilities";

  /** The newest that ONNX 1.12, of Debian 12, checks. */
  private static final int IR_VERSION = 8;

  private static final int OPSET = 17;

  /** Behind the field of the IR version, two bytes long, comes the producer's. */
  private static final int PRODUCER_BEGIN = 2;

  private static final int PRODUCER_END =
      PRODUCER_BEGIN + 2 + ExportedFile.PRODUCER.getBytes(StandardCharsets.UTF_8).length;

  private OnnxModel() {}

  /** Writes a model's file. */
  static void write(ModelBundle model, Path path) throws IOException {
    ExportedFile.checkSize("ONNX", model.architecture());
    ModelProto onnx = of(model.architecture(), model.weights(), ExportedFile.metadata(model));
    ExportedFile.write(path, onnx.toByteArray(), PRODUCER_BEGIN, PRODUCER_END);
  }

  /**
   * The model.
   *
   * @param metadata becomes {@code metadata_props}
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  static ModelProto of(
      CnnArchitecture architecture, Weights weights, Map<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName(ExportedFile.PRODUCER)
            .setGraph(graph(architecture, weights));
    model.addOpsetImportBuilder().setDomain("").setVersion(OPSET);
    metadata.forEach((key, value) -> model.addMetadataPropsBuilder().setKey(key).setValue(value));
    return model.build();
  }

  private static GraphProto graph(CnnArchitecture architecture, Weights weights) {
    OnnxGraph graph = new OnnxGraph();
    List<PlacedLayer> layers = architecture.layers();
    String pixels =
        graph.add(
            "pixels",
            "Cast",
            List.of(IMAGES),
            OnnxGraph.integer("to", TensorProto.DataType.FLOAT.getNumber()));
    String pictures =
        graph.add("pictures", "Transpose", List.of(pixels), OnnxGraph.integers("perm", 0, 3, 1, 2));
    String last = layers.get(layers.size() - 2).name();
    new OnnxLayers(graph, last, LOGITS)
        .apply(Folding.fold(architecture, weights), new OnnxLayers.Value(pictures, false));
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
   * Each layer as ONNX operators of opset 17. Pictures are (batch, channels, height, width) within
   * the graph, as ONNX has them; features keep the order that the network has them in.
   */
  static final class OnnxLayers {
    private static final List<Integer> SCALAR = List.of();

    private final OnnxGraph graph;

    /** What the last dense layer is called, and what its output is to be called. */
    private final String last;

    private final String lastOutput;

    private int affines;

    OnnxLayers(OnnxGraph graph, String last, String lastOutput) {
      this.graph = graph;
      this.last = last;
      this.lastOutput = lastOutput;
    }

    /** What flows between two steps: its name, and whether it is features rather than pictures. */
    record Value(String name, boolean flat) {}

    /** Steps one behind the other; none give their input. */
    Value apply(List<FrozenStep> steps, Value input) {
      Value value = input;
      for (int i = 0; i < steps.size(); i++) {
        FrozenStep step = steps.get(i);
        if (i + 1 < steps.size()
            && isFlattening(step)
            && steps.get(i + 1) instanceof FrozenStep.Weighted dense) {
          value = flattenedDense(((FrozenStep.Plain) step).placed(), dense, value);
          i++;
        } else {
          value = apply(step, value);
        }
      }
      return value;
    }

    private Value apply(FrozenStep step, Value input) {
      if (step instanceof FrozenStep.Weighted weighted) {
        return weighted.placed().layer() instanceof Layer.Conv2D convolution
            ? convolution(convolution, weighted, input)
            : dense(weighted, weighted.kernel(), input);
      } else if (step instanceof FrozenStep.Affine affine) {
        return affine(affine, input);
      } else if (step instanceof FrozenStep.Sum sum) {
        List<String> branches =
            sum.branches().stream().map(branch -> apply(branch, input).name()).toList();
        return value(sum.placed(), "Add", branches);
      }
      return plain(((FrozenStep.Plain) step).placed(), input);
    }

    private Value plain(PlacedLayer placed, Value input) {
      Layer layer = placed.layer();
      List<String> inputs = List.of(input.name());
      if (layer instanceof Layer.Activation activation) {
        return switch (activation.function()) {
          case RELU -> value(placed, "Relu", inputs);
          case GELU -> gelu(placed, input);
          case SOFTMAX -> value(placed, "Softmax", inputs, OnnxGraph.integer("axis", -1));
        };
      } else if (layer instanceof Layer.LeakyRelu leaky) {
        return value(placed, "LeakyRelu", inputs, OnnxGraph.real("alpha", (float) leaky.slope()));
      } else if (layer instanceof Layer.MaxPool2D pool) {
        return value(
            placed, "MaxPool", inputs, window(placed, pool.pool(), pool.stride(), pool.padding()));
      } else if (layer instanceof Layer.AveragePool2D pool) {
        // By default, padding is no part of the mean, as in TensorFlow.
        return value(
            placed,
            "AveragePool",
            inputs,
            window(placed, pool.pool(), pool.stride(), pool.padding()));
      } else if (layer instanceof Layer.GlobalAveragePool) {
        String mean = graph.add(placed.name() + "/mean", "GlobalAveragePool", inputs);
        return flatten(placed, mean);
      } else if (layer instanceof Layer.Flatten) {
        if (input.flat()) {
          return input;
        }
        String channelsLast =
            graph.add(
                placed.name() + "/channels_last",
                "Transpose",
                inputs,
                OnnxGraph.integers("perm", 0, 2, 3, 1));
        return flatten(placed, channelsLast);
      }
      throw new IllegalArgumentException(
          "%s: no ONNX operators are known for %s".formatted(placed.name(), layer.type()));
    }

    private Value convolution(Layer.Conv2D layer, FrozenStep.Weighted weighted, Value input) {
      PlacedLayer placed = weighted.placed();
      List<Integer> shape = placed.parameter("kernel").shape();
      String kernel =
          graph.constant(
              placed.parameter("kernel").name(),
              List.of(shape.get(3), shape.get(2), shape.get(0), shape.get(1)),
              ChannelsFirst.convolution(shape, weighted.kernel()));
      return value(
          placed,
          "Conv",
          List.of(input.name(), kernel, bias(weighted)),
          window(
              placed, layer.kernelHeight(), layer.kernelWidth(), layer.stride(), layer.padding()));
    }

    private Value dense(FrozenStep.Weighted weighted, float[] values, Value input) {
      PlacedLayer placed = weighted.placed();
      String kernel =
          graph.constant(
              placed.parameter("kernel").name(), placed.parameter("kernel").shape(), values);
      return value(placed, "Gemm", List.of(input.name(), kernel, bias(weighted)));
    }

    /** The kernel's rows change places rather than the picture's elements at every run. */
    private Value flattenedDense(PlacedLayer flatten, FrozenStep.Weighted dense, Value input) {
      return dense(
          dense,
          ChannelsFirst.dense(flatten.input(), dense.kernel()),
          flatten(flatten, input.name()));
    }

    private static boolean isFlattening(FrozenStep step) {
      return step instanceof FrozenStep.Plain plain
          && plain.placed().layer() instanceof Layer.Flatten
          && !plain.placed().input().isFlat();
    }

    private String bias(FrozenStep.Weighted weighted) {
      String name = weighted.placed().parameter("bias").name();
      return graph.constant(name, List.of(weighted.bias().length), weighted.bias());
    }

    private Value affine(FrozenStep.Affine affine, Value input) {
      String name = "affine_" + affines++;
      int channels = affine.scale().length;
      List<Integer> shape = input.flat() ? List.of(channels) : List.of(channels, 1, 1);
      String scale = graph.constant(name + "/scale", shape, affine.scale());
      String shift = graph.constant(name + "/shift", shape, affine.shift());
      String scaled = graph.add(name + "/scaled", "Mul", List.of(input.name(), scale));
      return new Value(graph.add(name, "Add", List.of(scaled, shift)), input.flat());
    }

    /** In the form that ONNX Runtime makes one operation of; opset 17 has no operator for it. */
    private Value gelu(PlacedLayer placed, Value input) {
      String name = placed.name();
      String root = graph.constant("sqrt_2", SCALAR, (float) Math.sqrt(2));
      String ratio = graph.add(name + "/ratio", "Div", List.of(input.name(), root));
      String erf = graph.add(name + "/erf", "Erf", List.of(ratio));
      String one = graph.constant("one", SCALAR, 1);
      String twice = graph.add(name + "/twice", "Add", List.of(erf, one));
      String product = graph.add(name + "/product", "Mul", List.of(input.name(), twice));
      return value(placed, "Mul", List.of(product, graph.constant("half", SCALAR, 0.5f)));
    }

    private Value flatten(PlacedLayer placed, String input) {
      return value(placed, "Flatten", List.of(input), OnnxGraph.integer("axis", 1));
    }

    private Value value(
        PlacedLayer placed, String operator, List<String> inputs, AttributeProto... attributes) {
      String output = placed.name().equals(last) ? lastOutput : placed.name();
      return new Value(graph.add(output, operator, inputs, attributes), placed.output().isFlat());
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
        // Where their number is odd, the end gets one more, as in TensorFlow.
        OnnxGraph.integers("pads", rows / 2, columns / 2, rows - rows / 2, columns - columns / 2)
      };
    }

    /** How many zeros the windows of 'same' padding reach over on one axis. */
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

    /** Adds an input or output of open batch size. */
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

    /** Adds a node of one output, which it is named after. */
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
      if (constants.add(name)) {
        ByteBuffer bytes =
            ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor =
            graph
                .addInitializerBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(bytes));
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

  /** Weights that are stored channels last, for a format whose pictures are channels first. */
  static final class ChannelsFirst {
    private ChannelsFirst() {}

    /** A convolution's kernel from (height, width, in, out) to (out, in, height, width). */
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
     * A dense layer's kernel (in, out), whose inputs are the elements of a picture, with them in
     * the order channel, row, column.
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
