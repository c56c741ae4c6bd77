package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;

/**
 * A change of one image with nothing left to chance: equal images in, equal images out. The size
 * stays. Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface ImageTransform {
  /**
   * Transforms one image.
   *
   * @param source one image, only read
   * @param target receives the result: one image of the same size, elsewhere
   * @throws IllegalArgumentException if one has several images, the sizes differ, or the two
   *     overlap
   */
  void apply(Pixels source, Pixels target);

  /**
   * Transforms one image.
   *
   * @param image of any size up to 32767 x 32767
   * @return an image of the same size
   */
  default GrayImage apply(GrayImage image) {
    byte[] target = new byte[image.width() * image.height()];
    apply(Pixels.of(image), Pixels.of(target, image.width(), image.height()));
    return GrayImage.of(image.width(), image.height(), target);
  }
}
