package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.architecture.TensorShape;
import io.github.emnist.model.bundle.ModelMetadata.ActivationRanges;
import io.github.emnist.model.internal.Folding;
import io.github.emnist.model.internal.Folding.FrozenStep;
import io.github.emnist.model.internal.Quantizer;
import io.github.emnist.model.internal.tensorflow.LayerOps.Kernels;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Measures the largest outputs of convolutions and of the rectifiers behind them. */
public final class ActivationMeter {
  private static final int BATCH = 32;

  private ActivationMeter() {}

  /**
   * Measures the activation ranges on images.
   *
   * @param images uint8 {@code [count, height, width, channels]}, upright
   * @param count the number of images, at least 1
   * @return the largest output of each channel of every rectifier whose outputs are pictures, and
   *     the largest absolute one of every convolution without a rectifier right behind it; possibly
   *     none
   * @throws IllegalArgumentException if {@code images} is not of that length, or the weights are
   *     not the architecture's
   */
  public static ActivationRanges measure(
      CnnArchitecture architecture, Weights weights, byte[] images, int count) {
    TensorShape input = architecture.input();
    if (count < 1 || images.length != (long) count * input.size()) {
      throw new IllegalArgumentException(
          Messages.format(
              "images: found %,d bytes, expected %,d images x %,d pixels and at least 1",
              images.length, count, input.size()));
    }
    return PlatformThreads.call(() -> measureHere(architecture, weights, images, count));
  }

  private static ActivationRanges measureHere(
      CnnArchitecture architecture, Weights weights, byte[] images, int count) {
    TensorShape input = architecture.input();
    // One thread, since the number of threads may decide the last bits.
    RuntimeOptions options = new RuntimeOptions(1, true, Precision.FLOAT32);
    Graph graph = TensorFlowRuntime.newGraph();
    try {
      Ops tf = GraphOps.of(graph);
      Placeholder<TUint8> pixels = GraphBuilder.images(tf, "images", TUint8.class, architecture);
      Map<String, Operand<TFloat32>> maxima = new LinkedHashMap<>();
      addMaxima(
          tf,
          new FrozenPass(tf, Kernels.EIGEN),
          Folding.fold(architecture, weights),
          tf.dtypes.cast(pixels, TFloat32.class),
          maxima);
      Map<String, float[]> found = new LinkedHashMap<>();
      try (Session session = TensorFlowRuntime.open(graph, options)) {
        for (int first = 0; first < count && !maxima.isEmpty(); first += BATCH) {
          int size = Math.min(BATCH, count - first);
          Shape shape = Shape.of(size, input.height(), input.width(), input.channels());
          try (TUint8 batch = Tensors.uint8(shape, images, first * input.size())) {
            Session.Runner runner = session.runner().feed(pixels, batch);
            maxima.values().forEach(runner::fetch);
            collect(runner, List.copyOf(maxima.keySet()), found);
          }
        }
      }
      return ranges(found, count);
    } finally {
      TensorFlowRuntime.close(graph);
    }
  }

  private static void addMaxima(
      Ops tf,
      FrozenPass pass,
      List<FrozenStep> steps,
      Operand<TFloat32> input,
      Map<String, Operand<TFloat32>> maxima) {
    Operand<TFloat32> output = input;
    for (int i = 0; i < steps.size(); i++) {
      FrozenStep step = steps.get(i);
      if (step instanceof FrozenStep.Sum sum) {
        for (List<FrozenStep> branch : sum.branches()) {
          addMaxima(tf, pass, branch, output, maxima);
        }
      }
      output = pass.apply(List.of(step), output);
      if (Quantizer.isRectifier(steps, i)
          && !((FrozenStep.Plain) step).placed().output().isFlat()) {
        String name = ((FrozenStep.Plain) step).placed().name();
        maxima.put(name, tf.reduceMax(output, tf.array(0, 1, 2)));
      } else if (step instanceof FrozenStep.Weighted weighted
          && weighted.placed().layer() instanceof Layer.Conv2D
          && !Quantizer.isRectifier(steps, i + 1)) {
        String name = weighted.placed().name();
        maxima.put(name, tf.reduceMax(tf.math.abs(output), tf.array(0, 1, 2)));
      }
    }
  }

  private static void collect(
      Session.Runner runner, List<String> names, Map<String, float[]> found) {
    try (Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        float[] values = Tensors.values((TFloat32) result.get(i));
        float[] largest = found.computeIfAbsent(names.get(i), name -> new float[values.length]);
        for (int c = 0; c < values.length; c++) {
          largest[c] = Math.max(largest[c], values[c]);
        }
      }
    }
  }

  private static ActivationRanges ranges(Map<String, float[]> found, int count) {
    Map<String, List<Float>> maxima = new LinkedHashMap<>();
    found.forEach(
        (name, values) -> {
          List<Float> list = new ArrayList<>(values.length);
          for (float value : values) {
            list.add(value);
          }
          maxima.put(name, list);
        });
    return new ActivationRanges(count, maxima);
  }
}
