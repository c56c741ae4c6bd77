package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/**
 * A random transform of this package: works on a {@link Canvas}, where consecutive geometric
 * transforms are combined, and allocates nothing. All are records whose components are the fields
 * of their JSON.
 */
interface Drawn extends RandomTransform {
  /** Draws as {@link #sample} does and applies the result to the canvas. */
  void draw(RandomGenerator random, Canvas canvas);

  @Override
  default void apply(RandomGenerator random, Pixels source, Pixels target) {
    Pixels.check(source, target, 1);
    try (Canvas canvas = Canvas.acquire()) {
      canvas.begin(source, 0);
      draw(random, canvas);
      canvas.end(target, 0);
    }
  }

  /** Draws from [-most, most]; takes a number even if that is 0, as all draws do. */
  static double eitherWay(RandomGenerator random, double most) {
    return -most + 2 * most * random.nextDouble();
  }
}
