package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.GaussianNoise;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Adds normally distributed noise whose standard deviation is drawn uniformly; see {@link
 * GaussianNoise}. Immutable and thread-safe.
 *
 * <pre>{@code
 * RandomGaussianNoise grain = new RandomGaussianNoise(0, 20);
 * }</pre>
 *
 * @param low the least standard deviation, in grey levels, in [0, 255]
 * @param high the greatest standard deviation, in grey levels, in [low, 255]
 */
public record RandomGaussianNoise(double low, double high) implements PixelDraw {
  static final TransformCodec<RandomGaussianNoise> CODEC =
      new TransformCodec<>(
          "gaussian-noise",
          RandomGaussianNoise.class,
          it -> TransformCodec.inOrder("sigma", List.of(it.low, it.high)),
          fields -> {
            double[] sigma = fields.range("sigma");
            return new RandomGaussianNoise(sigma[0], sigma[1]);
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomGaussianNoise {
    Checks.in("least noise sigma", low, 0, GaussianNoise.MAX_SIGMA, "grey levels");
    Checks.in("greatest noise sigma", high, low, GaussianNoise.MAX_SIGMA, "grey levels");
  }

  @Override
  public GaussianNoise sample(RandomGenerator random) {
    return new GaussianNoise(Draws.uniform(random, low, high), random.nextLong());
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
    GaussianNoise.transform(
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
  public RandomGaussianNoise withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomGaussianNoise(low * strength, high * strength);
  }
}
