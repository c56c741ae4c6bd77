package io.github.emnist.model.internal;

import io.github.emnist.model.architecture.PlacedLayer;
import java.util.List;

/**
 * What is left to do at inference, after {@link Folding}. Knows nothing of TensorFlow, so that
 * other formats can be written from it.
 */
public sealed interface FrozenStep {
  /** A convolution or dense layer with its final weights. */
  record Weighted(PlacedLayer placed, float[] kernel, float[] bias) implements FrozenStep {}

  /** {@code x * scale + shift} over the last axis, where it could not be folded. */
  record Affine(float[] scale, float[] shift) implements FrozenStep {}

  /** A layer without weights. */
  record Plain(PlacedLayer placed) implements FrozenStep {}

  /** Branches over one input, added up. */
  record Sum(PlacedLayer placed, List<List<FrozenStep>> branches) implements FrozenStep {}
}
