package io.github.emnist.model.internal.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import io.github.emnist.model.weights.Weights;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.types.TFloat32;

class ConvolutionGradientTest {
  private static final int IMAGES = 3;
  private static final int SIDE = 7;
  private static final int IN = 2;
  private static final int OUT = 4;

  @ParameterizedTest
  @CsvSource({
    "3, 3, 1, SAME", "1, 5, 1, SAME", "3, 3, 2, SAME", "2, 2, 1, SAME", "4, 3, 1, SAME",
    "3, 3, 1, VALID", "2, 1, 1, VALID", "5, 5, 1, VALID", "7, 7, 1, VALID", "3, 3, 2, VALID"
  })
  void equalsThatOfTheDefinition(int height, int width, int stride, Padding padding) {
    assumeFalse(OS.WINDOWS.isCurrentOs(), "TensorFlow Java registers no gradient on Windows");
    assertThat(ConvolutionGradient.register()).isTrue();
    Random random = new Random(1);
    float[] input = values(random, IMAGES * SIDE * SIDE * IN);
    float[] kernel = values(random, height * width * IN * OUT);
    Layer.Conv2D layer = new Layer.Conv2D(OUT, height, width, stride, padding);
    int out = padding == Padding.SAME ? (SIDE + stride - 1) / stride : 0;
    int rows = padding == Padding.SAME ? out : (SIDE - height) / stride + 1;
    int columns = padding == Padding.SAME ? out : (SIDE - width) / stride + 1;
    float[] weights = values(random, IMAGES * rows * columns * OUT);
    float[] byInput = new float[input.length];
    float[] byKernel = new float[kernel.length];
    int top = padding == Padding.SAME ? Math.max(0, (rows - 1) * stride + height - SIDE) / 2 : 0;
    int left = padding == Padding.SAME ? Math.max(0, (columns - 1) * stride + width - SIDE) / 2 : 0;
    for (int o = 0; o < weights.length; o++) {
      int channel = o % OUT;
      int column = o / OUT % columns;
      int row = o / OUT / columns % rows;
      int image = o / OUT / columns / rows;
      for (int k = 0; k < kernel.length / OUT; k++) {
        int from = k % IN;
        int y = row * stride - top + k / IN / width;
        int x = column * stride - left + k / IN % width;
        if (y >= 0 && y < SIDE && x >= 0 && x < SIDE) {
          int i = ((image * SIDE + y) * SIDE + x) * IN + from;
          byInput[i] += weights[o] * kernel[k * OUT + channel];
          byKernel[k * OUT + channel] += weights[o] * input[i];
        }
      }
    }
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat32> images = constant(tf, Shape.of(IMAGES, SIDE, SIDE, IN), input);
      Operand<TFloat32> weight = constant(tf, Shape.of(height, width, IN, OUT), kernel);
      Operand<TFloat32> output =
          new LayerOps(tf, Kernels.EIGEN)
              .conv2d(layer, images, weight, tf.constant(new float[OUT]));
      Operand<TFloat32> loss =
          tf.reduceSum(
              tf.math.mul(output, constant(tf, Shape.of(IMAGES, rows, columns, OUT), weights)),
              tf.array(0, 1, 2, 3));
      var gradients = tf.gradients(loss, List.of(images, weight));
      try (Session session = new Session(graph);
          Result result = session.runner().fetch(gradients.dy(0)).fetch(gradients.dy(1)).run()) {
        assertClose(result, 0, byInput);
        assertClose(result, 1, byKernel);
      }
    }
  }

  @Test
  void bfloat16IsLeftToOneDnn() {
    CnnArchitecture architecture = CnnArchitecture.fast();
    Weights weights = Weights.initialize(architecture, 1);
    assertThat(convolutions((builder, graph) -> builder.freeze(graph, weights, Precision.FLOAT32)))
        .containsOnly(Conv.OP_NAME);
    assertThat(
            convolutions(
                (builder, graph) -> builder.build(graph, Set.of(), false, Precision.FLOAT32)))
        .isEqualTo(
            OS.WINDOWS.isCurrentOs() ? Set.of(Conv.OP_NAME, Conv2d.OP_NAME) : Set.of(Conv.OP_NAME));
    assertThat(convolutions((builder, graph) -> builder.freeze(graph, weights, Precision.BFLOAT16)))
        .containsOnly(Conv2d.OP_NAME);
    assertThat(
            convolutions(
                (builder, graph) -> builder.build(graph, Set.of(), false, Precision.BFLOAT16)))
        .containsOnly(Conv.OP_NAME, Conv2d.OP_NAME); // evaluation and training
  }

  private static Set<String> convolutions(BiConsumer<GraphBuilder, Graph> build) {
    try (Graph graph = new Graph()) {
      build.accept(new GraphBuilder(CnnArchitecture.fast()), graph);
      Set<String> names = new TreeSet<>();
      graph
          .operations()
          .forEachRemaining(
              operation -> {
                if (operation.type().startsWith("Conv")) {
                  names.add(operation.type());
                }
              });
      return names;
    }
  }

  private static float[] values(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static Operand<TFloat32> constant(Ops tf, Shape shape, float[] values) {
    return tf.constant(shape, DataBuffers.of(values));
  }

  private static void assertClose(Result result, int index, float[] expected) {
    float[] found = new float[expected.length];
    ((TFloat32) result.get(index)).asRawTensor().data().asFloats().read(found);
    assertThat(found).containsExactly(expected, within(1e-5f));
  }
}
