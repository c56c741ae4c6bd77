package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.UnsharpMask;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Sharpens by an amount drawn uniformly; see {@link UnsharpMask}. Immutable and thread-safe.
 *
 * <pre>{@code
 * RandomUnsharpMask crisp = new RandomUnsharpMask(0, 2);
 * }</pre>
 *
 * @param low the least amount, in [0, 10]
 * @param high the greatest amount, in [low, 10]
 * @param sigma the blur's standard deviation, in pixels, in [0, 10]
 */
public record RandomUnsharpMask(double low, double high, double sigma) implements PixelDraw {
  static final TransformCodec<RandomUnsharpMask> CODEC =
      new TransformCodec<>(
          "unsharp-mask",
          RandomUnsharpMask.class,
          it -> TransformCodec.inOrder("amount", List.of(it.low, it.high), "sigma", it.sigma),
          fields -> {
            double[] amount = fields.range("amount");
            return new RandomUnsharpMask(amount[0], amount[1], fields.number("sigma"));
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomUnsharpMask {
    Checks.in("least sharpening amount", low, 0, UnsharpMask.MAX_AMOUNT, "");
    Checks.in("greatest sharpening amount", high, low, UnsharpMask.MAX_AMOUNT, "");
    Checks.in("sharpening sigma", sigma, 0, GaussianSmoothing.MAX_SIGMA, "pixels");
  }

  /**
   * Sharpens edges one pixel wide.
   *
   * @param low the least amount, in [0, 10]
   * @param high the greatest amount, in [low, 10]
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomUnsharpMask(double low, double high) {
    this(low, high, 1);
  }

  @Override
  public UnsharpMask sample(RandomGenerator random) {
    return new UnsharpMask(Draws.uniform(random, low, high), sigma);
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
    UnsharpMask.transform(
        Draws.uniform(random, low, high),
        sigma,
        source,
        sourceOffset,
        target,
        targetOffset,
        width,
        height);
  }

  @Override
  public RandomUnsharpMask withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomUnsharpMask(low * strength, high * strength, sigma);
  }
}
