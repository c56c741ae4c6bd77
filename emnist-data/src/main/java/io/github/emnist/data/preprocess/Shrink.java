package io.github.emnist.data.preprocess;

import io.github.emnist.data.image.BoxReduction;

/**
 * Brings a large picture within a limit, by averaging boxes of pixels: what is lost is finer than
 * anything that 28x28 pixels could show.
 *
 * @param maxSide in pixels
 */
record Shrink(int maxSide) implements Step {
  @Override
  public Draft apply(Draft draft) {
    return draft.with("size", BoxReduction.toFit(draft.image(), maxSide));
  }
}
