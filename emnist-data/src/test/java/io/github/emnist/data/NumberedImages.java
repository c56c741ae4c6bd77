package io.github.emnist.data;

import java.util.stream.IntStream;

/** Data sets of 2x1 images that contain their own number. */
final class NumberedImages {
  private NumberedImages() {}

  /** Image i, holding {@code first + i}, has label {@code labels[i]}. */
  static EmnistDataset of(LabelMap map, int first, int... labels) {
    EmnistDataset.Builder builder = EmnistDataset.builder(map, 2, 1);
    for (int i = 0; i < labels.length; i++) {
      builder.add(pixels(first + i), 0, labels[i]);
    }
    return builder.build();
  }

  static byte[] pixels(int number) {
    return new byte[] {(byte) number, (byte) (number >> 8)};
  }

  static int[] numbers(EmnistDataset dataset) {
    return IntStream.range(0, dataset.size())
        .map(i -> dataset.image(i).pixel(0, 0) | dataset.image(i).pixel(1, 0) << 8)
        .toArray();
  }

  static int[] labels(EmnistDataset dataset) {
    return IntStream.range(0, dataset.size()).map(dataset::label).toArray();
  }
}
