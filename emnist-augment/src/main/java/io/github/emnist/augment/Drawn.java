package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/**
 * A random transform of this package: it works on a {@link Canvas}, where consecutive geometric
 * transforms fold into one, and allocates nothing. All are records whose components are the fields
 * of their JSON.
 */
interface Drawn extends RandomTransform {
  /** Draws as {@link #sample} does, and lets the canvas do what was drawn. */
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

  /** Uniform in [-most, most]; takes a number even where that is 0, as all draws do. */
  static double eitherWay(RandomGenerator random, double most) {
    return -most + 2 * most * random.nextDouble();
  }
}
