package io.github.emnist.model.export;

import ai.onnx.proto.OnnxMl.AttributeProto;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.internal.FrozenStep;
import java.util.List;

/**
 * Each layer as ONNX operators of opset 17. Pictures are (batch, channels, height, width) within
 * the graph, as ONNX has them; features keep the order that the network has them in.
 */
final class OnnxLayers {
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
        window(placed, layer.kernelHeight(), layer.kernelWidth(), layer.stride(), layer.padding()));
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
