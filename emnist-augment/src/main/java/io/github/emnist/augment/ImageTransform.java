package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;

/**
 * A change of one image with nothing left to chance: equal images in, equal images out. The size
 * stays. Implementations are immutable and thread-safe.
 */
@FunctionalInterface
public interface ImageTransform {
  /**
   * Transforms one image from one array into another, or into another part of the same one.
   *
   * @param source holds uint8 pixels {@code [height * width]}, row-major from the top left
   * @param sourceOffset where they begin
   * @param target receives as many
   * @param targetOffset where they go
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @throws IllegalArgumentException if the size is out of range, an array is too short, or the two
   *     ranges overlap
   */
  void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height);

  /**
   * Transforms one image.
   *
   * @param image of any size up to 32767 x 32767
   * @return an image of the same size
   */
  default GrayImage apply(GrayImage image) {
    byte[] target = new byte[image.width() * image.height()];
    apply(image.toBytes(), 0, target, 0, image.width(), image.height());
    return GrayImage.of(image.width(), image.height(), target);
  }
}
