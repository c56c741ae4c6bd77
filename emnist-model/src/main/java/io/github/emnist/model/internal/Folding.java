package io.github.emnist.model.internal;

import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Layer;
import io.github.emnist.model.architecture.Padding;
import io.github.emnist.model.architecture.PlacedLayer;
import io.github.emnist.model.architecture.Residual;
import io.github.emnist.model.weights.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the scaling of pixels and every batch normalization part of the weights next to it. Both
 * are {@code x * scale + shift} of each channel once training is over, which is exact to fold
 *
 * <ul>
 *   <li>back into the convolution or dense layer just before it;
 *   <li>forward into the next one, through poolings, flattening and dropout. Two things stop it: a
 *       maximum under a negative scale, and a shift before 'same' padding, whose zeros are not
 *       shifted. Then the step stays as {@link FrozenStep.Affine}.
 * </ul>
 *
 * <p>Each branch of a residual layer is folded by itself: nothing moves into it or out of it, since
 * the other branch would have to follow.
 */
public final class Folding {
  private final Weights weights;
  private final List<FrozenStep> steps = new ArrayList<>();

  /** What is to be applied to the output of {@link #steps}; null for nothing. */
  private Affine pending;

  private Folding(Weights weights, Affine pending) {
    this.weights = weights;
    this.pending = pending;
  }

  /**
   * The steps from pixels in 0 to 255 to logits.
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

  /** Whether {@code layer(x * scale + shift) == layer(x) * scale + shift}. */
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
}
