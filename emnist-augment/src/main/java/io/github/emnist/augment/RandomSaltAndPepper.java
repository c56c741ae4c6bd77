package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.SaltAndPepper;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes pixels white or black, of a share that is drawn uniformly; see {@link SaltAndPepper}.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * RandomSaltAndPepper dust = new RandomSaltAndPepper(0, 0.05);
 * }</pre>
 *
 * @param low the least share of pixels, in [0, 1]
 * @param high the greatest share of pixels, in [low, 1]
 */
public record RandomSaltAndPepper(double low, double high) implements PixelDraw {
  static final TransformCodec<RandomSaltAndPepper> CODEC =
      new TransformCodec<>(
          "salt-and-pepper",
          RandomSaltAndPepper.class,
          it -> TransformCodec.inOrder("share", List.of(it.low, it.high)),
          fields -> {
            double[] share = fields.range("share");
            return new RandomSaltAndPepper(share[0], share[1]);
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomSaltAndPepper {
    Checks.in("least salt-and-pepper share", low, 0, 1, "");
    Checks.in("greatest salt-and-pepper share", high, low, 1, "");
  }

  @Override
  public SaltAndPepper sample(RandomGenerator random) {
    return new SaltAndPepper(Draws.uniform(random, low, high), random.nextLong());
  }

  @Override
  public void apply(
      RandomGenerator random,
      byte[] source,
      int sourceOffset,
      byte[] target,
      int targetOffset,
      int width,
      int height) {
    SaltAndPepper.transform(
        Draws.uniform(random, low, high),
        random.nextLong(),
        source,
        sourceOffset,
        target,
        targetOffset,
        width,
        height);
  }

  @Override
  public RandomSaltAndPepper withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomSaltAndPepper(low * strength, high * strength);
  }
}
