package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import io.github.emnist.augment.Transforms.TransformSequence;

/**
 * A transform that moves pixels: each pixel of the result is read somewhere in the source. One
 * after the other in a {@link TransformSequence} or an {@link Augmentation}, with equal {@link
 * #resampling()}, they fold into one mapping and are interpolated once; then what one moves out of
 * the image and the next moves in again is not lost.
 */
public sealed interface GeometricTransform extends ImageTransform
    permits AffineParameters,
        PerspectiveParameters,
        ElasticParameters,
        GridDistortionParameters,
        KerasAffineParameters {
  /**
   * How the source is read.
   *
   * @return the interpolation and what lies outside
   */
  Resampling resampling();

  @Override
  default void apply(
      byte[] source, int sourceOffset, byte[] target, int targetOffset, int width, int height) {
    Checks.images(source, sourceOffset, target, targetOffset, 1, width, height);
    try (Canvas canvas = Canvas.acquire()) {
      canvas.begin(source, sourceOffset, width, height);
      canvas.apply(this);
      canvas.end(target, targetOffset);
    }
  }
}
