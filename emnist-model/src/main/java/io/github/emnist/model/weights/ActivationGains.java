package io.github.emnist.model.weights;

import io.github.emnist.model.architecture.ActivationFunction;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.Residual;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Which kernels are drawn by He's rule, and for which activation: those followed by a leaky
 * rectifier or a GELU, and in residual layers also by a rectifier. All others are drawn by
 * Glorot's, as in Keras; networks that need none of the newer layers so keep the initial weights
 * that they always had.
 */
final class ActivationGains {
  private final Map<String, Double> gains = new HashMap<>();

  private ActivationGains() {}

  static ActivationGains of(CnnArchitecture architecture) {
    ActivationGains gains = new ActivationGains();
    gains.add(architecture.layers(), false);
    return gains;
  }

  /** The part of the mean square that a parameter's activation keeps; empty for Glorot's rule. */
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
        // GELU is close enough to a rectifier to be drawn for as one.
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
