package io.github.emnist.model.weights;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.ActivationFunction;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.PlacedLayer.Parameter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Computes initial values in plain Java, with the same bits on every machine. */
final class Initializer {
  /** "weights" in ASCII: makes the draws independent of others with the same seed. */
  private static final long STREAM = 0x77656967687473L;

  private Initializer() {}

  /**
   * Returns the values of one parameter.
   *
   * @param gain the share of the mean square that the activation after the kernel keeps; empty for
   *     Glorot's rule
   */
  static float[] values(Parameter parameter, OptionalDouble gain, long seed, int position) {
    float[] values = new float[parameter.size()];
    switch (parameter.role()) {
      case "kernel" -> uniform(limit(parameter.shape(), gain), values, seed, position);
      case "gamma", "moving_variance" -> Arrays.fill(values, 1);
      case "bias", "beta", "moving_mean" -> Arrays.fill(values, 0);
      default ->
          throw new IllegalArgumentException("no initial values known for " + parameter.name());
    }
    return values;
  }

  /**
   * Returns the limit of a uniform distribution. Glorot's is sqrt(6 / (fan in + fan out)), where a
   * fan is the channels times the kernel's area (Glorot and Bengio, "Understanding the difficulty
   * of training deep feedforward neural networks", AISTATS 2010); He's is sqrt(3 / (gain * fan in))
   * (He et al., "Delving deep into rectifiers", 2015).
   */
  private static double limit(List<Integer> shape, OptionalDouble gain) {
    int axes = shape.size();
    double area = shape.subList(0, axes - 2).stream().reduce(1, (a, b) -> a * b);
    int in = shape.get(axes - 2);
    return gain.isPresent()
        ? Math.sqrt(3 / (area * in * gain.getAsDouble()))
        : Math.sqrt(6 / (area * (in + shape.get(axes - 1))));
  }

  /** Fills with uniform values in [-limit, limit). */
  private static void uniform(double limit, float[] values, long seed, int position) {
    CounterRandom random = new CounterRandom(seed, STREAM, position);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }

  /**
   * Finds the kernels with He's rule: those followed by a leaky rectifier or a GELU, and in
   * residual layers also by a rectifier. All others have Glorot's rule, as in Keras.
   */
  static final class ActivationGains {
    private final Map<String, Double> gains = new HashMap<>();

    private ActivationGains() {}

    static ActivationGains of(CnnArchitecture architecture) {
      ActivationGains gains = new ActivationGains();
      gains.add(architecture.layers(), false);
      return gains;
    }

    /** Returns the gain of a parameter's activation; empty for Glorot's rule. */
    OptionalDouble of(String parameter) {
      Double gain = gains.get(parameter);
      return gain == null ? OptionalDouble.empty() : OptionalDouble.of(gain);
    }

    private void add(List<PlacedLayer> layers, boolean inResidual) {
      for (int i = 0; i < layers.size(); i++) {
        PlacedLayer placed = layers.get(i);
        if (hasKernel(placed.layer())) {
          OptionalDouble gain = activationBehind(layers.subList(i + 1, layers.size()), inResidual);
          gain.ifPresent(value -> gains.put(placed.parameter("kernel").name(), value));
        }
        placed.branches().forEach(branch -> add(branch, true));
      }
    }

    private static OptionalDouble activationBehind(List<PlacedLayer> layers, boolean inResidual) {
      for (PlacedLayer placed : layers) {
        Layer layer = placed.layer();
        if (layer instanceof Layer.LeakyRelu leaky) {
          return OptionalDouble.of((1 + leaky.slope() * leaky.slope()) / 2);
        } else if (layer instanceof Layer.Activation activation) {
          // GELU is similar enough to a rectifier.
          boolean he =
              activation.function() == ActivationFunction.GELU
                  || inResidual && activation.function() == ActivationFunction.RELU;
          return he ? OptionalDouble.of(0.5) : OptionalDouble.empty();
        } else if (hasKernel(layer) || layer instanceof Residual) {
          return OptionalDouble.empty();
        }
      }
      return OptionalDouble.empty();
    }

    private static boolean hasKernel(Layer layer) {
      return layer instanceof Layer.Conv2D || layer instanceof Layer.Dense;
    }
  }
}
