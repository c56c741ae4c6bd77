package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.Gamma;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Raises grey levels to a power that is drawn with a uniform logarithm, so that darker and brighter
 * are equally likely in {@code [1 / g, g]}; see {@link Gamma}. Immutable and thread-safe.
 *
 * <pre>{@code
 * RandomGamma ink = new RandomGamma(1 / 1.5, 1.5);
 * }</pre>
 *
 * @param low the least exponent, in [0.1, 10]
 * @param high the greatest exponent, in [low, 10]
 */
public record RandomGamma(double low, double high) implements PixelDraw {
  static final TransformCodec<RandomGamma> CODEC =
      new TransformCodec<>(
          "gamma",
          RandomGamma.class,
          it -> TransformCodec.inOrder("gamma", List.of(it.low, it.high)),
          fields -> {
            double[] gamma = fields.range("gamma");
            return new RandomGamma(gamma[0], gamma[1]);
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomGamma {
    Checks.in("least gamma", low, Gamma.MIN, Gamma.MAX, "");
    Checks.in("greatest gamma", high, low, Gamma.MAX, "");
  }

  @Override
  public Gamma sample(RandomGenerator random) {
    return new Gamma(Draws.factor(random, low, high));
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
    Gamma.transform(
        Draws.factor(random, low, high), source, sourceOffset, target, targetOffset, width, height);
  }

  @Override
  public RandomGamma withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    // As the logarithm is drawn, it is what gets weaker.
    return new RandomGamma(StrictMath.pow(low, strength), StrictMath.pow(high, strength));
  }
}
