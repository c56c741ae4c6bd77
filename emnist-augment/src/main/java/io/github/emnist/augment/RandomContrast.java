package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.Contrast;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Changes the contrast by a factor drawn uniformly; see {@link Contrast}. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * RandomContrast paler = new RandomContrast(0.5, 1, 0); // about black: the background stays
 * }</pre>
 *
 * @param low the least factor, in [0, 10]
 * @param high the greatest factor, in [low, 10]
 * @param pivot the grey level that stays, in [0, 255]
 */
public record RandomContrast(double low, double high, double pivot) implements PixelDraw {
  static final TransformCodec<RandomContrast> CODEC =
      new TransformCodec<>(
          "contrast",
          RandomContrast.class,
          it -> TransformCodec.inOrder("factor", List.of(it.low, it.high), "pivot", it.pivot),
          fields -> {
            double[] factor = fields.range("factor");
            return new RandomContrast(factor[0], factor[1], fields.number("pivot"));
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomContrast {
    Checks.in("least contrast factor", low, 0, Contrast.MAX_FACTOR, "");
    Checks.in("greatest contrast factor", high, low, Contrast.MAX_FACTOR, "");
    Checks.in("contrast pivot", pivot, 0, 255, "");
  }

  /**
   * Changes the contrast about mid-grey, 127.5.
   *
   * @param low the least factor, in [0, 10]
   * @param high the greatest factor, in [low, 10]
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomContrast(double low, double high) {
    this(low, high, 127.5);
  }

  @Override
  public Contrast sample(RandomGenerator random) {
    return new Contrast(Draws.uniform(random, low, high), pivot);
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
    Contrast.transform(
        Draws.uniform(random, low, high),
        pivot,
        source,
        sourceOffset,
        target,
        targetOffset,
        width,
        height);
  }

  @Override
  public RandomContrast withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return strength == 1
        ? this
        : new RandomContrast(1 + (low - 1) * strength, 1 + (high - 1) * strength, pivot);
  }
}
