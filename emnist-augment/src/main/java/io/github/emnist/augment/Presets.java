package io.github.emnist.augment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@link Augmentation}'s presets are made of. None flips. */
final class Presets {
  /** By name, from the weakest to the strongest. */
  static final Map<String, Augmentation> ALL = all();

  /** The magnitude at which {@link #operations} have their whole range; torchvision's scale. */
  static final double MAX_MAGNITUDE = 30;

  private Presets() {}

  private static Map<String, Augmentation> all() {
    Map<String, Augmentation> presets = new LinkedHashMap<>();
    presets.put("none", Augmentation.of());
    presets.put("light", affine(5, 1, 0.05, 0.08));
    presets.put("standard", affine(10, 2, 0.1, 0.15));
    presets.put("strong", affine(15, 3, 0.2, 0.25));
    return presets;
  }

  private static Augmentation affine(double degrees, double pixels, double zoom, double tangent) {
    return Augmentation.of(
        RandomAffine.builder()
            .rotation(degrees)
            .shift(pixels)
            .zoomPerAxis(1 - zoom, 1 + zoom)
            .shear(tangent)
            .build());
  }

  static Augmentation randAugment(int count, double magnitude) {
    Checks.in("count of operations", count, 1, 10);
    Checks.in("magnitude", magnitude, 0, MAX_MAGNITUDE, "");
    RandomTransform any =
        new SomeOf(
            1, operations().stream().map(t -> t.withStrength(magnitude / MAX_MAGNITUDE)).toList());
    return Augmentation.of(Collections.nCopies(count, any).toArray(RandomTransform[]::new));
  }

  static Augmentation trivialAugment() {
    return Augmentation.of(new SomeOf(1, operations()));
  }

  /**
   * What the automatic presets choose from, as strong as people still read most characters of 28 x
   * 28 pixels. The papers' colour operations make no sense in grey; strokes, elastic deformation
   * and occlusion stand in for them.
   */
  private static List<RandomTransform> operations() {
    return List.of(
        RandomTransform.sequence(),
        RandomAffine.builder().rotation(30).build(),
        RandomAffine.builder().shift(5, 0).build(),
        RandomAffine.builder().shift(0, 5).build(),
        RandomAffine.builder().zoomPerAxis(0.65, 1.35).build(),
        RandomAffine.builder().shear(0.5).build(),
        RandomPerspective.of(0.5),
        ElasticDeformation.of(40, 4),
        GridDistortion.of(4, 0.6),
        new RandomStrokeWidth(-1.5, 2),
        new RandomGaussianBlur(0, 1.5),
        new RandomUnsharpMask(0, 3, 1),
        new RandomGamma(1 / 3.0, 3),
        new RandomContrast(0.3, 1.5, 0),
        new RandomGaussianNoise(0, 50),
        new RandomSaltAndPepper(0, 0.1),
        RandomErasing.builder().area(0.02, 0.2).build(),
        RandomLineStrikes.builder().lines(1, 2).thickness(0.5, 2).build());
  }
}
