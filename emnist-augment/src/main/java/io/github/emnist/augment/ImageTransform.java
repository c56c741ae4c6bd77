package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;

/**
 * A transform of one image with fixed parameters: equal images give equal results, of the same
 * size. Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface ImageTransform {
  /**
   * Transforms one image.
   *
   * @param source one image, only read
   * @param target receives the result: one image of the same size; must not overlap
   * @throws IllegalArgumentException if one has several images, the sizes differ, or the two
   *     overlap
   */
  void apply(Pixels source, Pixels target);

  /**
   * {@return the transformed image, of the same size}
   *
   * @param image of any size up to 32767 x 32767
   */
  default GrayImage apply(GrayImage image) {
    byte[] target = new byte[image.width() * image.height()];
    apply(Pixels.of(image), Pixels.of(target, image.width(), image.height()));
    return GrayImage.of(image.width(), image.height(), target);
  }
}
