package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/**
 * A transform that works on a {@link Canvas}, where consecutive geometric transforms fold into one.
 */
abstract class PipelineTransform implements RandomTransform {
  /** Draws as {@link #sample} does, without allocating, and lets the canvas do what was drawn. */
  abstract void draw(RandomGenerator random, Canvas canvas);

  @Override
  public final void apply(
      RandomGenerator random,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    try (Canvas canvas = Canvas.acquire()) {
      canvas.begin(source, sourceOffset, width, height);
      draw(random, canvas);
      canvas.end(target, targetOffset);
    }
  }
}
