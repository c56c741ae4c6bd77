package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import java.util.Objects;

/** What the lines of a CSV file must hold; {@code split} is null for a user's own classes. */
record CsvLayout(LabelMap labelMap, EmnistSplit split, int width, int height, boolean upright) {
  /** As in {@link ReadLimits}: the largest side of which a few lines still fit into a buffer. */
  private static final int MAX_SIDE = 1024;

  /** The side of EMNIST's images. */
  private static final int EMNIST_SIDE = 28;

  static CsvLayout of(EmnistSplit split) {
    return new CsvLayout(split.labelMap(), split, EMNIST_SIDE, EMNIST_SIDE, false);
  }

  static CsvLayout of(LabelMap labelMap, int width, int height) {
    Objects.requireNonNull(labelMap, "labelMap");
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          Messages.format(
              "image size (%d x %d) must be between 1 x 1 and %d x %d",
              width, height, MAX_SIDE, MAX_SIDE));
    }
    return new CsvLayout(labelMap, null, width, height, false);
  }

  CsvLayout withUprightPixels() {
    return new CsvLayout(labelMap, split, width, height, true);
  }

  int pixels() {
    return width * height;
  }

  int columns() {
    return 1 + pixels();
  }

  int firstLabel() {
    return split == null ? 0 : split.firstFileLabel();
  }

  int lastLabel() {
    return firstLabel() + labelMap.size() - 1;
  }

  /** Returns what to say where a label would do. */
  String labels() {
    String name = split == null ? "the label map" : split.id();
    return Messages.format("a label from %d to %d (%s)", firstLabel(), lastLabel(), name);
  }

  /** Returns what to say where a line of the right width would do. */
  String rightWidth() {
    return Messages.format("%d (the label, then %d pixels)", columns(), pixels());
  }

  EmnistDataset.Builder newDataset() {
    return EmnistDataset.builder(labelMap, width, height).split(split);
  }
}
