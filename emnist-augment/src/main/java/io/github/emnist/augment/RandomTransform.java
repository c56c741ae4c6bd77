package io.github.emnist.augment;

import java.util.List;
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
   * sample(random).apply(…)}. An implementation may override it to allocate nothing; it must give
   * those bytes. Within an {@link Augmentation} or a composition, a transform that is not of this
   * package is sampled instead, because what it draws may fold with its neighbours.
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
    return new RandomApply(List.of(this), probability);
  }

  /**
   * Lets the strength follow the epoch. Without an epoch, when it is not part of an {@link
   * Augmentation}, the transform is what it is in epoch 0.
   *
   * @param schedule a strength for each epoch
   * @return in each epoch {@link #withStrength} of what the schedule says
   */
  default RandomTransform scheduled(StrengthSchedule schedule) {
    return new Scheduled(this, schedule);
  }

  /**
   * Applies several transforms, one after the other, as one.
   *
   * @param transforms in order
   * @return all of them
   */
  static RandomTransform sequence(RandomTransform... transforms) {
    return new AllOf(List.of(transforms), false);
  }

  /**
   * Applies several transforms, for each image in another order; each order is as likely.
   *
   * @param transforms in any order
   * @return all of them
   */
  static RandomTransform randomOrder(RandomTransform... transforms) {
    return new AllOf(List.of(transforms), true);
  }

  /**
   * Applies one of several transforms to each image; each is as likely.
   *
   * @param transforms at least one
   * @return one of them
   * @throws IllegalArgumentException if there is none
   */
  static RandomTransform oneOf(RandomTransform... transforms) {
    return new SomeOf(1, List.of(transforms));
  }

  /**
   * Applies some of several transforms to each image, none twice, in the order given; each choice
   * is as likely.
   *
   * @param count how many, from 0 to all of them
   * @param transforms to choose from
   * @return some of them
   * @throws IllegalArgumentException if there are fewer than {@code count}
   */
  static RandomTransform someOf(int count, RandomTransform... transforms) {
    return new SomeOf(count, List.of(transforms));
  }
}
