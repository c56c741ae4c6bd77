package io.github.emnist.model.internal;

import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.weights.Weights;
import java.util.Arrays;

/** {@code x * scale + shift} of each channel, in double until it is folded. */
public record Affine(double[] scale, double[] shift) {

  static Affine scaling(int channels, double factor) {
    double[] scale = new double[channels];
    Arrays.fill(scale, factor);
    return scaling(scale);
  }

  public static Affine scaling(double[] scale) {
    return new Affine(scale, new double[scale.length]);
  }

  /** What a batch normalization does with its moving averages. */
  static Affine of(PlacedLayer placed, Layer.BatchNormalization layer, Weights weights) {
    float[] gamma = weights.values(placed.parameter("gamma").name());
    float[] beta = weights.values(placed.parameter("beta").name());
    float[] mean = weights.values(placed.parameter("moving_mean").name());
    float[] variance = weights.values(placed.parameter("moving_variance").name());
    double[] scale = new double[gamma.length];
    double[] shift = new double[gamma.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = gamma[i] / Math.sqrt(variance[i] + layer.epsilon());
      shift[i] = beta[i] - mean[i] * scale[i];
    }
    return new Affine(scale, shift);
  }

  boolean hasNegativeScale() {
    return Arrays.stream(scale).anyMatch(s -> s < 0);
  }

  boolean hasShift() {
    return Arrays.stream(shift).anyMatch(s -> s != 0);
  }

  /** This, then another. */
  Affine then(Affine next) {
    double[] both = new double[scale.length];
    double[] shifts = new double[scale.length];
    for (int i = 0; i < both.length; i++) {
      both[i] = scale[i] * next.scale[i];
      shifts[i] = shift[i] * next.scale[i] + next.shift[i];
    }
    return new Affine(both, shifts);
  }

  /** The same for every pixel of a flattened picture, whose last axis was the channels. */
  Affine repeated(int pixels) {
    int channels = scale.length;
    double[] scales = new double[pixels * channels];
    double[] shifts = new double[pixels * channels];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale[i % channels];
      shifts[i] = shift[i % channels];
    }
    return new Affine(scales, shifts);
  }

  /** A layer to whose input this is applied. */
  public FrozenStep.Weighted before(FrozenStep.Weighted layer) {
    int outputs = layer.bias().length;
    float[] kernel = new float[layer.kernel().length];
    double[] bias = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      bias[o] = layer.bias()[o];
    }
    for (int row = 0, i = 0; i < kernel.length; row++) {
      int input = row % scale.length;
      for (int o = 0; o < outputs; o++, i++) {
        double weight = layer.kernel()[i];
        kernel[i] = (float) (weight * scale[input]);
        bias[o] += weight * shift[input];
      }
    }
    return new FrozenStep.Weighted(layer.placed(), kernel, toFloat(bias));
  }

  /** A layer to whose output this is applied. */
  public FrozenStep.Weighted after(FrozenStep.Weighted layer) {
    int outputs = scale.length;
    float[] kernel = new float[layer.kernel().length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (layer.kernel()[i] * scale[i % outputs]);
    }
    float[] bias = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      bias[o] = (float) (layer.bias()[o] * scale[o] + shift[o]);
    }
    return new FrozenStep.Weighted(layer.placed(), kernel, bias);
  }

  FrozenStep.Affine asStep() {
    return new FrozenStep.Affine(toFloat(scale), toFloat(shift));
  }

  private static float[] toFloat(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
