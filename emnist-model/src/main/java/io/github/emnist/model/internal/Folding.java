package io.github.emnist.model.internal;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Layer.Residual;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Folds the scaling of pixels and every batch normalization into the weights next to it. Once
 * training is over, both are {@code x * scale + shift} of each channel, which can be folded exactly
 *
 * <ul>
 *   <li>back into the convolution or dense layer just before it;
 *   <li>forward into the next one, through poolings, flattening and dropout. Two things prevent it:
 *       a negative scale before a max pooling, and a shift before 'same' padding, whose zeros are
 *       not shifted. The step then stays as {@link FrozenStep.Affine}.
 * </ul>
 *
 * <p>Each branch of a residual layer is folded by itself: nothing moves into it or out of it, since
 * the other branch would have to follow.
 */
public final class Folding {
  private final Weights weights;
  private final List<FrozenStep> steps = new ArrayList<>();

  /**
   * The scale and shift still to be applied to the output of {@link #steps}; null if there are
   * none.
   */
  private Affine pending;

  private Folding(Weights weights, Affine pending) {
    this.weights = weights;
    this.pending = pending;
  }

  /**
   * Returns the steps from pixels in 0 to 255 to logits.
   *
   * @throws IllegalArgumentException if the weights are not the architecture's
   */
  public static List<FrozenStep> fold(CnnArchitecture architecture, Weights weights) {
    weights.checkMatches(architecture);
    Affine scaling = Affine.scaling(architecture.input().channels(), 1 / 255.0);
    List<PlacedLayer> layers = architecture.layers();
    return new Folding(weights, scaling).fold(layers.subList(0, layers.size() - 1));
  }

  private List<FrozenStep> fold(List<PlacedLayer> layers) {
    layers.forEach(this::add);
    flush();
    return List.copyOf(steps);
  }

  private void add(PlacedLayer placed) {
    Layer layer = placed.layer();
    if (layer instanceof Layer.BatchNormalization normalization) {
      addNormalization(Affine.of(placed, normalization, weights));
    } else if (layer instanceof Layer.Conv2D || layer instanceof Layer.Dense) {
      addWeighted(placed);
    } else if (layer instanceof Residual) {
      flush();
      steps.add(
          new FrozenStep.Sum(
              placed,
              placed.branches().stream()
                  .map(branch -> new Folding(weights, null).fold(branch))
                  .toList()));
    } else if (!(layer instanceof Layer.Dropout || layer instanceof Layer.SpatialDropout2D)) {
      if (pending != null && !passes(layer)) {
        flush();
      }
      if (pending != null && layer instanceof Layer.Flatten) {
        pending = pending.repeated(placed.input().size() / placed.input().channels());
      }
      steps.add(new FrozenStep.Plain(placed));
    }
  }

  /** Returns whether {@code layer(x * scale + shift) == layer(x) * scale + shift}. */
  private boolean passes(Layer layer) {
    if (layer instanceof Layer.MaxPool2D) {
      return !pending.hasNegativeScale();
    }
    return layer instanceof Layer.Flatten
        || layer instanceof Layer.AveragePool2D
        || layer instanceof Layer.GlobalAveragePool;
  }

  private void addNormalization(Affine normalization) {
    int last = steps.size() - 1;
    if (pending == null && last >= 0 && steps.get(last) instanceof FrozenStep.Weighted before) {
      steps.set(last, normalization.after(before));
    } else {
      pending = pending == null ? normalization : pending.then(normalization);
    }
  }

  private void addWeighted(PlacedLayer placed) {
    if (pending != null
        && placed.layer() instanceof Layer.Conv2D convolution
        && convolution.padding() == Padding.SAME
        && pending.hasShift()) {
      flush();
    }
    FrozenStep.Weighted own =
        new FrozenStep.Weighted(
            placed,
            weights.values(placed.parameter("kernel").name()),
            weights.values(placed.parameter("bias").name()));
    steps.add(pending == null ? own : pending.before(own));
    pending = null;
  }

  private void flush() {
    if (pending != null) {
      steps.add(pending.asStep());
      pending = null;
    }
  }

  /**
   * A step of inference, after {@link Folding}. It does not depend on TensorFlow, so that other
   * formats can be written from it.
   */
  public sealed interface FrozenStep {
    /** A convolution or dense layer with its final weights. */
    record Weighted(PlacedLayer placed, float[] kernel, float[] bias) implements FrozenStep {}

    /** {@code x * scale + shift} over the last axis, where it could not be folded. */
    record Affine(float[] scale, float[] shift) implements FrozenStep {}

    /** A layer without weights. */
    record Plain(PlacedLayer placed) implements FrozenStep {}

    /** The sum of branches over the same input. */
    record Sum(PlacedLayer placed, List<List<FrozenStep>> branches) implements FrozenStep {}
  }

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

    /** Returns the scale and shift of a batch normalization with its moving averages. */
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
      for (double s : scale) {
        if (s < 0) {
          return true;
        }
      }
      return false;
    }

    boolean hasShift() {
      for (double s : shift) {
        if (s != 0) {
          return true;
        }
      }
      return false;
    }

    /** Returns this followed by another. */
    Affine then(Affine next) {
      double[] both = new double[scale.length];
      double[] shifts = new double[scale.length];
      for (int i = 0; i < both.length; i++) {
        both[i] = scale[i] * next.scale[i];
        shifts[i] = shift[i] * next.scale[i] + next.shift[i];
      }
      return new Affine(both, shifts);
    }

    /**
     * Returns this repeated for every pixel of a flattened picture, whose last axis was the
     * channels.
     */
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

    /** Returns a layer that equals this followed by the given layer. */
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

    /** Returns a layer that equals the given layer followed by this. */
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
}
