package io.github.emnist.augment;

import io.github.emnist.data.CounterRandom;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * Applies a transform to some of the images and leaves the others as they are. Takes one number
 * from the generator, whatever comes of it. Immutable and thread-safe.
 */
final class RandomApply implements RandomTransform {
  static final TransformCodec<RandomApply> CODEC =
      new TransformCodec<>(
          "probability",
          RandomApply.class,
          apply ->
              TransformCodec.inOrder(
                  "probability", apply.probability, "transform", apply.transform),
          fields -> of(fields.transform("transform"), fields.number("probability")));

  private final RandomTransform transform;
  private final double probability;

  private RandomApply(RandomTransform transform, double probability) {
    this.transform = transform;
    this.probability = probability;
  }

  static RandomApply of(RandomTransform transform, double probability) {
    return new RandomApply(
        Objects.requireNonNull(transform, "transform"),
        Checks.in("probability", probability, 0, 1, ""));
  }

  @Override
  public ImageTransform sample(RandomGenerator random) {
    CounterRandom own = new CounterRandom(random.nextLong(), 0, 0);
    return own.nextDouble() < probability
        ? transform.sample(own)
        : new TransformSequence(List.of());
  }

  @Override
  public RandomTransform withStrength(double strength) {
    return new RandomApply(transform.withStrength(strength), probability);
  }

  @Override
  public RandomTransform atEpoch(long epoch) {
    RandomTransform now = transform.atEpoch(epoch);
    return now == transform ? this : new RandomApply(now, probability);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RandomApply that
        && probability == that.probability
        && transform.equals(that.transform);
  }

  @Override
  public int hashCode() {
    return Objects.hash(transform, probability);
  }

  @Override
  public String toString() {
    return "%s with probability %s".formatted(transform, probability);
  }
}
