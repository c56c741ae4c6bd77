package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.GaussianBlur;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Blurs by a Gaussian whose standard deviation is drawn uniformly; see {@link GaussianBlur}.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * RandomGaussianBlur soft = new RandomGaussianBlur(0, 1);
 * }</pre>
 *
 * @param low the least standard deviation, in pixels, in [0, 10]
 * @param high the greatest standard deviation, in pixels, in [low, 10]
 */
public record RandomGaussianBlur(double low, double high) implements PixelDraw {
  static final TransformCodec<RandomGaussianBlur> CODEC =
      new TransformCodec<>(
          "gaussian-blur",
          RandomGaussianBlur.class,
          it -> TransformCodec.inOrder("sigma", List.of(it.low, it.high)),
          fields -> {
            double[] sigma = fields.range("sigma");
            return new RandomGaussianBlur(sigma[0], sigma[1]);
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomGaussianBlur {
    Checks.in("least blur sigma", low, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
    Checks.in("greatest blur sigma", high, low, GaussianSmoothing.MAX_SIGMA, "pixels");
  }

  @Override
  public GaussianBlur sample(RandomGenerator random) {
    return new GaussianBlur(Draws.uniform(random, low, high));
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
    GaussianBlur.transform(
        Draws.uniform(random, low, high),
        source,
        sourceOffset,
        target,
        targetOffset,
        width,
        height);
  }

  @Override
  public RandomGaussianBlur withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomGaussianBlur(low * strength, high * strength);
  }
}
