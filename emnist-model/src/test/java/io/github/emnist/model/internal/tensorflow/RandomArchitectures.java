package io.github.emnist.model.internal.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** Networks of random layers in random order, tiny, with branches. */
public final class RandomArchitectures {
  private final CounterRandom random;

  private RandomArchitectures(long seed) {
    random = new CounterRandom(seed, 0, 0);
  }

  public static CnnArchitecture of(long seed) {
    return new RandomArchitectures(seed).network("random " + seed);
  }

  private CnnArchitecture network(String name) {
    TensorShape input = TensorShape.of(5 + random.nextInt(4), 5 + random.nextInt(4), 2);
    List<Layer> layers = new ArrayList<>();
    TensorShape pictures = append(layers, input, 3 + random.nextInt(6), 0);
    layers.add(
        random.nextInt(2) == 0 || pictures.isFlat()
            ? new Layer.Flatten()
            : new Layer.GlobalAveragePool());
    TensorShape features = output(layers.get(layers.size() - 1), pictures);
    append(layers, features, random.nextInt(4), 0);
    layers.add(new Layer.Dense(3));
    layers.add(new Layer.Activation(ActivationFunction.SOFTMAX));
    return CnnArchitecture.of(name, input, layers);
  }

  /** Adds layers and gives the shape behind them. */
  private TensorShape append(List<Layer> layers, TensorShape input, int count, int depth) {
    TensorShape shape = input;
    for (int i = 0; i < count; i++) {
      Layer layer = layer(shape, depth);
      layers.add(layer);
      shape = output(layer, shape);
    }
    return shape;
  }

  private static TensorShape output(Layer layer, TensorShape input) {
    return layer.place("tried", input).output();
  }

  private Layer layer(TensorShape shape, int depth) {
    int kind = random.nextInt(shape.isFlat() ? 7 : 11);
    return switch (kind) {
      case 0 -> new Layer.BatchNormalization();
      case 1 -> new Layer.Activation(ActivationFunction.RELU);
      case 2 ->
          random.nextInt(2) == 0
              ? new Layer.LeakyRelu(0.2)
              : new Layer.Activation(ActivationFunction.GELU);
      case 3 -> new Layer.Dropout(0);
      case 4, 5 ->
          shape.isFlat() ? new Layer.Dense(1 + random.nextInt(4)) : convolution(shape, stride());
      case 6, 7 -> depth < 2 ? residual(shape, depth + 1) : new Layer.BatchNormalization();
      case 8 -> new Layer.SpatialDropout2D(0);
      case 9 -> new Layer.MaxPool2D(window(shape), stride(), padding());
      default -> new Layer.AveragePool2D(window(shape), stride(), padding());
    };
  }

  /** Without a shortcut if the body keeps the shape; else one that gives the same shape. */
  private Layer residual(TensorShape input, int depth) {
    List<Layer> body = new ArrayList<>();
    TensorShape output = append(body, input, 1 + random.nextInt(4), depth);
    if (output.equals(input) && random.nextInt(2) == 0) {
      return new Residual(body, List.of());
    }
    List<Layer> shortcut = new ArrayList<>();
    TensorShape other = append(shortcut, input, random.nextInt(3), depth);
    if (!output.equals(other)) {
      // Both to features, as many as the body's.
      shortcut.clear();
      if (!output.isFlat()) {
        body.add(new Layer.GlobalAveragePool());
      }
      if (!input.isFlat()) {
        shortcut.add(new Layer.GlobalAveragePool());
      }
      shortcut.add(new Layer.Dense(output.channels()));
    }
    return new Residual(body, shortcut);
  }

  private Layer convolution(TensorShape shape, int stride) {
    return new Layer.Conv2D(1 + random.nextInt(4), window(shape), window(shape), stride, padding());
  }

  private int window(TensorShape shape) {
    return 1 + random.nextInt(Math.min(3, Math.min(shape.height(), shape.width())));
  }

  private int stride() {
    return random.nextInt(3) == 0 ? 2 : 1;
  }

  private Padding padding() {
    return random.nextInt(2) == 0 ? Padding.SAME : Padding.VALID;
  }
}
