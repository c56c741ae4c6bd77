package io.github.emnist.model.weights;

import io.github.emnist.data.CounterRandom;
import io.github.emnist.model.architecture.Parameter;
import java.util.Arrays;
import java.util.List;

/** Initial values in plain Java: the same bits on every machine, and tested there. */
final class Initializer {
  /** Sets these draws apart from others of the same seed: "weights" in ASCII. */
  private static final long STREAM = 0x77656967687473L;

  private Initializer() {}

  static float[] values(Parameter parameter, long seed, int position) {
    float[] values = new float[parameter.size()];
    switch (parameter.role()) {
      case "kernel" -> glorotUniform(parameter.shape(), values, seed, position);
      case "gamma", "moving_variance" -> Arrays.fill(values, 1);
      case "bias", "beta", "moving_mean" -> Arrays.fill(values, 0);
      default ->
          throw new IllegalArgumentException("no initial values known for " + parameter.name());
    }
    return values;
  }

  /**
   * Uniform in [-limit, limit) with limit = sqrt(6 / (fan in + fan out)), where a fan is the
   * channels times the kernel's area (Glorot and Bengio, "Understanding the difficulty of training
   * deep feedforward neural networks", AISTATS 2010).
   */
  private static void glorotUniform(List<Integer> shape, float[] values, long seed, int position) {
    int axes = shape.size();
    double area = shape.subList(0, axes - 2).stream().reduce(1, (a, b) -> a * b);
    double limit = Math.sqrt(6 / (area * (shape.get(axes - 2) + shape.get(axes - 1))));
    CounterRandom random = new CounterRandom(seed, STREAM, position);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }
}
