package io.github.emnist.augment;

import java.util.random.RandomGenerator;

/** Takes transforms one after the other, each with the generator to draw from. */
interface TransformSink {
  void apply(RandomTransform transform, RandomGenerator random);
}
