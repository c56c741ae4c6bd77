package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/**
 * A transform with something left to chance. It draws its parameters from a generator; what it drew
 * is an {@link ImageTransform} and leaves nothing to chance. Implementations are immutable,
 * thread-safe and have {@code equals}.
 */
@FunctionalInterface
public interface RandomTransform {
  /**
   * Draws the parameters.
   *
   * @param random where from; every call takes equally many numbers from it
   * @return the parameters, as a record that can be kept, compared and applied again
   */
  ImageTransform sample(RandomGenerator random);

  /**
   * Draws the parameters and transforms one image: the same bytes as {@code
   * sample(random).apply(…)}. An implementation overrides it to allocate nothing.
   *
   * @param random where the parameters are drawn from
   * @param source holds uint8 pixels {@code [height * width]}, row-major from the top left
   * @param sourceOffset where they begin
   * @param target receives as many
   * @param targetOffset where they go
   * @param width in pixels, in [1, 32767]
   * @param height in pixels, in [1, 32767]
   * @throws IllegalArgumentException if the size is out of range, an array is too short, or the two
   *     ranges overlap
   */
  default void apply(
      RandomGenerator random,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    sample(random).apply(source, sourceOffset, target, targetOffset, width, height);
  }

  /**
   * The same transform made weaker. Transforms of this package narrow their ranges towards what
   * changes nothing, in proportion; this default, for a transform that cannot, applies it with the
   * probability {@code strength}.
   *
   * @param strength 0 changes nothing, 1 is this transform
   * @return the weaker transform
   * @throws IllegalArgumentException if {@code strength} is not in [0, 1]
   */
  default RandomTransform withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return strength == 1 ? this : withProbability(strength);
  }

  /**
   * What this transform is in an epoch. Only a transform whose strength follows the epoch, or one
   * that holds such a transform, is another in another epoch.
   *
   * @param epoch 0-based
   * @return the transform to draw from in that epoch; by default this one
   */
  default RandomTransform atEpoch(long epoch) {
    return this;
  }

  /**
   * Leaves some images as they are.
   *
   * @param probability of being applied, in [0, 1]
   * @return a transform that is either this or none
   * @throws IllegalArgumentException if {@code probability} is not in [0, 1]
   */
  default RandomTransform withProbability(double probability) {
    return RandomApply.of(this, probability);
  }
}
