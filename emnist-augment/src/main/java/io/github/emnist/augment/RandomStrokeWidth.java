package io.github.emnist.augment;

import io.github.emnist.augment.Transforms.StrokeWidth;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Makes strokes wider or narrower by an amount drawn uniformly; {@link StrokeWidth} says what it
 * means. Immutable and thread-safe.
 *
 * <pre>{@code
 * RandomStrokeWidth pens = new RandomStrokeWidth(-1, 1.5);
 * }</pre>
 *
 * @param low the least change, in pixels, below 0 narrower, in [-8, 8]
 * @param high the greatest change, in pixels, in [low, 8]
 */
public record RandomStrokeWidth(double low, double high) implements PixelDraw {
  static final TransformCodec<RandomStrokeWidth> CODEC =
      new TransformCodec<>(
          "stroke-width",
          RandomStrokeWidth.class,
          stroke -> TransformCodec.inOrder("change", List.of(stroke.low, stroke.high)),
          fields -> {
            double[] change = fields.range("change");
            return new RandomStrokeWidth(change[0], change[1]);
          });

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if one is not in its interval
   */
  public RandomStrokeWidth {
    double max = StrokeWidth.MAX_CHANGE;
    Checks.in("least stroke width change", low, -max, max, "pixels");
    Checks.in("greatest stroke width change", high, low, max, "pixels");
  }

  @Override
  public StrokeWidth sample(RandomGenerator random) {
    return new StrokeWidth(Draws.uniform(random, low, high));
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
    StrokeWidth.transform(
        Draws.uniform(random, low, high),
        source,
        sourceOffset,
        target,
        targetOffset,
        width,
        height);
  }

  @Override
  public RandomStrokeWidth withStrength(double strength) {
    Checks.in("strength", strength, 0, 1, "");
    return new RandomStrokeWidth(low * strength, high * strength);
  }
}
