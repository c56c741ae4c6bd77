package io.github.emnist.augment;

import java.util.List;

/**
 * Transforms applied one after the other: what {@link Augmentation} draws.
 *
 * @param steps in order; none leaves the image as it is
 */
public record TransformSequence(List<ImageTransform> steps) implements ImageTransform {
  /**
   * Keeps a copy of the list.
   *
   * @param steps in order
   */
  public TransformSequence {
    steps = List.copyOf(steps);
  }

  @Override
  public void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    if (steps.isEmpty()) {
      System.arraycopy(source, sourceOffset, target, targetOffset, width * height);
      return;
    }
    try (Scratch scratch = Scratch.acquire()) {
      int last = steps.size() - 1;
      byte[] from = source;
      int offset = sourceOffset;
      for (int i = 0; i < last; i++) {
        byte[] to = scratch.bytes(i & 1, width * height);
        steps.get(i).apply(from, offset, to, 0, width, height);
        from = to;
        offset = 0;
      }
      steps.get(last).apply(from, offset, target, targetOffset, width, height);
    }
  }
}
