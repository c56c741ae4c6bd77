package io.github.emnist.model;

import io.github.emnist.augment.ImageTransform;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.data.internal.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Recognising an image several times, as it is and slightly changed, and taking the mean of the
 * probabilities. It costs as many times the computation. Every image meets the same changes, which
 * follow from the seed: an image's answer is the same each time and does not depend on the others.
 *
 * @param variants how often an image is recognised, the image itself included: in [1, 256]; with 1
 *     nothing is changed
 * @param transform how the others are changed
 * @param seed of what it draws
 */
public record TestTimeAugmentation(int variants, RandomTransform transform, long seed) {
  private static final int MAX_VARIANTS = 256;

  private static final RandomTransform SLIGHT =
      RandomTransform.affine().rotation(5).shift(1).zoom(0.95, 1.05).build();

  private static final TestTimeAugmentation NONE = new TestTimeAugmentation(1, SLIGHT, 0);

  /**
   * Creates an augmentation.
   *
   * @param variants how often an image is recognised, the image itself included: in [1, 256]
   * @param transform how the others are changed
   * @param seed of what it draws
   * @throws IllegalArgumentException if {@code variants} is out of its range
   */
  public TestTimeAugmentation {
    if (variants < 1 || variants > MAX_VARIANTS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "variants (%d) must be between 1 and %d", variants, MAX_VARIANTS));
    }
    Objects.requireNonNull(transform, "transform");
  }

  /**
   * Only the image itself.
   *
   * @return one variant
   */
  public static TestTimeAugmentation none() {
    return NONE;
  }

  /**
   * Slight changes: rotations up to 5 degrees, shifts up to a pixel, zooms by up to 5 %.
   *
   * @param variants how often an image is recognised, the image itself included: in [1, 256]
   * @return with seed 0
   * @throws IllegalArgumentException if {@code variants} is out of its range
   */
  public static TestTimeAugmentation of(int variants) {
    return new TestTimeAugmentation(variants, SLIGHT, 0);
  }

  /** One for each variant but the image itself. */
  List<ImageTransform> changes() {
    List<ImageTransform> changes = new ArrayList<>();
    for (int variant = 1; variant < variants; variant++) {
      changes.add(transform.sample(new CounterRandom(seed, 0, variant)));
    }
    return changes;
  }
}
