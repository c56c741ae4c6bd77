package io.github.emnist.augment;

import java.util.LinkedHashMap;
import java.util.Map;

/** What {@link Augmentation}'s presets are made of. None flips. */
final class Presets {
  /** By name, from the weakest to the strongest. */
  static final Map<String, Augmentation> ALL = all();

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
}
