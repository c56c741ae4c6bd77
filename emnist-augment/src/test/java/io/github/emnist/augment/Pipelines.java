package io.github.emnist.augment;

import io.github.emnist.augment.RandomTransform.Schedule;
import io.github.emnist.augment.RandomTransforms.KerasAffine;
import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.CounterRandom;

/** Creates random transforms, and reads them. */
final class Pipelines {
  private Pipelines() {}

  static Augmentation read(String json) {
    try {
      return Augmentation.fromJson(json, "augmentation");
    } catch (MalformedDataException e) {
      throw new AssertionError(json, e);
    }
  }

  static RandomTransform any(CounterRandom random, int depth) {
    if (depth > 0 && random.nextInt(3) == 0) {
      RandomTransform[] parts = new RandomTransform[1 + random.nextInt(3)];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = any(random, depth - 1);
      }
      return switch (random.nextInt(6)) {
        case 0 -> RandomTransform.sequence(parts);
        case 1 -> RandomTransform.randomOrder(parts);
        case 2 -> RandomTransform.oneOf(parts);
        case 3 -> RandomTransform.someOf(random.nextInt(parts.length + 1), parts);
        case 4 -> parts[0].withProbability(random.nextDouble());
        default ->
            parts[0].scheduled(
                new Schedule(
                    Schedule.Shape.values()[random.nextInt(2)],
                    random.nextInt(5),
                    5 + random.nextInt(500),
                    random.nextDouble(),
                    random.nextDouble()));
      };
    }
    return random.nextInt(3) == 0 ? pixels(random) : geometric(random);
  }

  private static RandomTransform geometric(CounterRandom random) {
    Resampling resampling = resampling(random);
    return switch (random.nextInt(5)) {
      case 0 ->
          RandomTransform.affine()
              .rotation(between(random, 0, 180))
              .shift(between(random, 0, 40), between(random, 0, 4))
              .zoomPerAxis(between(random, 0.01, 1), between(random, 1, 5))
              .shear(between(random, 0, 2))
              .resampling(resampling)
              .build();
      case 1 -> RandomTransform.perspective(between(random, 0, 0.6), resampling);
      case 2 ->
          RandomTransform.elastic(between(random, 0, 200), between(random, 0.75, 40), resampling);
      case 3 ->
          RandomTransform.gridDistortion(
              1 + random.nextInt(40), between(random, 0, 0.9), resampling);
      default ->
          new KerasAffine(
              between(random, 0, 180),
              between(random, 0, 2),
              random.nextInt(2) == 0,
              between(random, 0, 2),
              random.nextInt(2) == 0,
              between(random, 0, 0.99),
              between(random, 0, 89),
              resampling);
    };
  }

  private static RandomTransform pixels(CounterRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> RandomTransform.strokeWidth(between(random, -3, 0), between(random, 0, 3));
      case 1 -> RandomTransform.gaussianBlur(0, between(random, 0, 3));
      case 2 -> RandomTransform.unsharpMask(0, between(random, 0, 5), between(random, 0, 3));
      case 3 -> RandomTransform.gamma(between(random, 0.1, 1), between(random, 1, 10));
      case 4 -> RandomTransform.contrast(0, between(random, 0, 5), between(random, 0, 255));
      case 5 -> RandomTransform.gaussianNoise(0, between(random, 0, 200));
      case 6 -> RandomTransform.saltAndPepper(0, random.nextDouble());
      case 7 -> RandomTransform.erasing().area(0, between(random, 0, 1)).build();
      default -> RandomTransform.lineStrikes().lines(0, 1 + random.nextInt(4)).build();
    };
  }

  private static Resampling resampling(CounterRandom random) {
    if (random.nextInt(2) == 0) {
      return Resampling.DEFAULT;
    }
    return new Resampling(
        Interpolation.values()[random.nextInt(3)],
        FillMode.values()[random.nextInt(4)],
        random.nextInt(256));
  }

  static double between(CounterRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
