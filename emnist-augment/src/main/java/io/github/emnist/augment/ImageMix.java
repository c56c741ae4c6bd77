package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;
import java.util.Locale;

/**
 * A mixture of two images with nothing left to chance: what a {@link BatchMix} draws. The size
 * stays. Implementations are immutable and thread-safe.
 */
public sealed interface ImageMix permits MixUp.Blend, CutMix.Patch {
  /**
   * How much of the mixture is the own image: its label's share, the rest being the partner's.
   *
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @return in [0, 1]
   */
  double weight(int width, int height);

  /**
   * Mixes two images.
   *
   * @param own holds uint8 pixels {@code [height * width]}, row-major from the top left
   * @param ownOffset where they begin
   * @param partner holds as many; may be {@code own} itself
   * @param partnerOffset where they begin
   * @param target receives as many; must not overlap the two
   * @param targetOffset where they go
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @throws IllegalArgumentException if the size is out of range, an array is too short, or the
   *     target overlaps an image
   */
  void apply(
      byte[] own,
      int ownOffset,
      byte[] partner,
      int partnerOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height);

  /**
   * Mixes two images.
   *
   * @param own of any size up to 32767 x 32767
   * @param partner of the same size
   * @return an image of the same size
   * @throws IllegalArgumentException if the sizes differ
   */
  default GrayImage apply(GrayImage own, GrayImage partner) {
    int width = own.width();
    int height = own.height();
    if (partner.width() != width || partner.height() != height) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "partner (%d x %d) must have the own image's size, %d x %d",
              partner.width(),
              partner.height(),
              width,
              height));
    }
    byte[] target = new byte[width * height];
    apply(own.toBytes(), 0, partner.toBytes(), 0, target, 0, width, height);
    return GrayImage.of(width, height, target);
  }
}
