package io.github.emnist.examples.cli;

import io.github.emnist.augment.Augmentation;
import io.github.emnist.augment.RandomTransform;
import io.github.emnist.augment.Resampling;
import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.picture.ContactSheet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Draws one image under augmentation: a row for each transform with increasing strength, on the
 * right with another draw; then a row for each preset, with the original image first.
 */
final class AugmentationSheet {
  private static final Resampling EDGE = new Resampling(Interpolation.BILINEAR, FillMode.NEAREST);
  private static final int STEPS = 10;
  private static final int CANDIDATES = 24;
  private static final long SEED = 7;

  private AugmentationSheet() {}

  static ContactSheet of(GrayImage image) {
    return ContactSheet.of("strength from 0 to 1", block(image, 0))
        .beside("another draw", block(image, 1))
        .perClass(STEPS + 1)
        .columns(STEPS + 1);
  }

  private static Map<String, RandomTransform> transforms() {
    Map<String, RandomTransform> rows = new LinkedHashMap<>();
    rows.put("rotation", RandomTransform.affine().rotation(30).build());
    rows.put("shift", RandomTransform.affine().shift(5).build());
    rows.put("zoom", RandomTransform.affine().zoom(0.6, 1.4).build());
    rows.put("zoom per axis", RandomTransform.affine().zoomPerAxis(0.6, 1.4).build());
    rows.put("shear", RandomTransform.affine().shear(0.6).build());
    rows.put("perspective", RandomTransform.perspective(0.6));
    rows.put("elastic", RandomTransform.elastic(50, 4));
    rows.put("grid", RandomTransform.gridDistortion(4, 0.7));
    rows.put("stroke width", RandomTransform.strokeWidth(-1.5, 2.5));
    rows.put("blur", RandomTransform.gaussianBlur(0, 2));
    rows.put("sharpen", RandomTransform.unsharpMask(0, 4, 1));
    rows.put("gamma", RandomTransform.gamma(1 / 3.0, 3));
    rows.put("contrast", RandomTransform.contrast(0.3, 1.5, 0));
    rows.put("noise", RandomTransform.gaussianNoise(0, 60));
    rows.put("salt, pepper", RandomTransform.saltAndPepper(0, 0.15));
    rows.put("erasing", RandomTransform.erasing().area(0.02, 0.25).build());
    rows.put("line strikes", RandomTransform.lineStrikes().lines(1, 3).thickness(0.5, 2).build());
    return rows;
  }

  private static Map<String, Augmentation> presets() {
    Map<String, Augmentation> rows = new LinkedHashMap<>();
    rows.put("light", Augmentation.light());
    rows.put("standard", Augmentation.standard());
    rows.put("strong", Augmentation.strong());
    rows.put("keras", Augmentation.keras(10, 0.1, 0.1, 0.1, 10, EDGE));
    rows.put("randAugment", Augmentation.randAugment(2, 15));
    rows.put("trivial", Augmentation.trivialAugment());
    return rows;
  }

  /** Makes each row a class, so that the contact sheet shows its name. */
  private static EmnistDataset block(GrayImage image, int block) {
    List<String> names =
        Stream.concat(transforms().keySet().stream(), presets().keySet().stream()).toList();
    EmnistDataset.Builder rows =
        EmnistDataset.builder(LabelMap.of(names), image.width(), image.height());
    int row = 0;
    for (RandomTransform transform : transforms().values()) {
      long draw = farthest(image, transform, image);
      if (block > 0) {
        // The draw that differs most from the first block's: the opposite direction.
        draw = farthest(image, transform, augmented(Augmentation.of(transform), image, 0, draw));
      }
      for (int step = 0; step <= STEPS; step++) {
        Augmentation weaker = Augmentation.of(transform.withStrength(step / (double) STEPS));
        rows.add(augmented(weaker, image, 0, draw), row);
      }
      row++;
    }
    for (Augmentation preset : presets().values()) {
      rows.add(image, row);
      for (int draw = 0; draw < STEPS; draw++) {
        rows.add(augmented(preset, image, block, draw), row);
      }
      row++;
    }
    return rows.build();
  }

  /** Returns the draw that differs most from another image; many draws change almost nothing. */
  private static long farthest(GrayImage image, RandomTransform transform, GrayImage other) {
    long farthest = 0;
    long most = -1;
    for (int draw = 0; draw < CANDIDATES; draw++) {
      GrayImage changed = augmented(Augmentation.of(transform), image, 0, draw);
      long difference = 0;
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          difference += Math.abs(changed.pixel(x, y) - other.pixel(x, y));
        }
      }
      if (difference > most) {
        most = difference;
        farthest = draw;
      }
    }
    return farthest;
  }

  private static GrayImage augmented(
      Augmentation augmentation, GrayImage image, long epoch, long position) {
    return augmentation.apply(image, SEED, epoch, position);
  }
}
