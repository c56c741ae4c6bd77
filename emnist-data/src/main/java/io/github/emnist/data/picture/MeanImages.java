package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;

/**
 * Computes the mean image of each class.
 *
 * <pre>{@code
 * ContactSheet.of(MeanImages.of(dataset)).writeTo(Path.of("means.png"));
 * }</pre>
 */
public final class MeanImages {
  private MeanImages() {}

  /**
   * {@return the mean image of each class that has images, in label order} Pixels are rounded to
   * the nearest level.
   *
   * @param dataset of any size
   */
  public static EmnistDataset of(EmnistDataset dataset) {
    int pixels = dataset.width() * dataset.height();
    int[] counts = dataset.classCounts();
    long[][] sums = new long[counts.length][];
    byte[] image = new byte[pixels];
    for (int i = 0; i < dataset.size(); i++) {
      int label = dataset.label(i);
      if (sums[label] == null) {
        sums[label] = new long[pixels];
      }
      dataset.copyImage(i, image, 0);
      for (int p = 0; p < pixels; p++) {
        sums[label][p] += image[p] & 0xFF;
      }
    }
    EmnistDataset.Builder means =
        EmnistDataset.builder(dataset.labelMap(), dataset.width(), dataset.height());
    dataset.split().ifPresent(means::split);
    for (int label = 0; label < counts.length; label++) {
      if (counts[label] > 0) {
        for (int p = 0; p < pixels; p++) {
          image[p] = (byte) ((2 * sums[label][p] + counts[label]) / (2L * counts[label]));
        }
        means.add(image, 0, label);
      }
    }
    return means.build();
  }
}
