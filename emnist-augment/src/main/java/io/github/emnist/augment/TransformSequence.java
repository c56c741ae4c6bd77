package io.github.emnist.augment;

import java.util.List;

/**
 * Transforms applied one after the other: what {@link Augmentation} draws. Consecutive {@linkplain
 * GeometricTransform geometric} ones are interpolated once.
 *
 * @param steps in order; none leaves the image as it is
 */
public record TransformSequence(List<ImageTransform> steps) implements ImageTransform {
  /** Keeps a copy of the list. */
  public TransformSequence {
    steps = List.copyOf(steps);
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    try (Canvas canvas = Canvas.acquire()) {
      canvas.begin(source, sourceOffset, width, height);
      canvas.apply(this);
      canvas.end(target, targetOffset);
    }
  }
}
