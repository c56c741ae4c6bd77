package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;

/** The images for benchmarks of augmentation: 28x28, the same every time. */
public final class SyntheticImages {
  static final int COUNT = 1_024;
  static final int LENGTH = 28 * 28;

  /** The images of each of the 47 classes: no more than needed, since every process draws them. */
  private static final int PER_CLASS = COUNT / 47 + 1;

  private SyntheticImages() {}

  /** {@return {@link #COUNT} images, one after the other} */
  public static byte[] draw() {
    EmnistDataset dataset = SyntheticEmnist.balanced().withImagesPerClass(1, PER_CLASS).test();
    byte[] images = new byte[COUNT * LENGTH];
    for (int i = 0; i < COUNT; i++) {
      dataset.copyImage(i, images, i * LENGTH);
    }
    return images;
  }

  /**
   * Returns the mean grey level, in [0, 1]; about the same after any augmentation that draws the
   * same kind of change.
   */
  static double meanGrey(byte[] images) {
    double sum = 0;
    for (byte pixel : images) {
      sum += pixel & 0xFF;
    }
    return sum / 255 / images.length;
  }
}
