package io.github.emnist.data;

import java.util.Locale;
import java.util.Objects;

/** {@link EmnistDataset#copyBatch}. */
final class Batches {
  private Batches() {}

  static int copy(LabelledImages dataset, int first, byte[] pixels, int[] labels) {
    int size = dataset.size();
    Objects.checkFromToIndex(first, size, size);
    int count = Math.min(labels.length, size - first);
    int imageBytes = dataset.width() * dataset.height();
    if (pixels.length < (long) count * imageBytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pixels (%d) must hold %d images of %d x %d: %d",
              pixels.length,
              count,
              dataset.width(),
              dataset.height(),
              (long) count * imageBytes));
    }
    for (int i = 0; i < count; i++) {
      dataset.copyImage(first + i, pixels, i * imageBytes);
      labels[i] = dataset.label(first + i);
    }
    return count;
  }
}
