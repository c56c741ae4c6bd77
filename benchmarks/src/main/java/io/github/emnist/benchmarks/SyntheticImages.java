package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;

/** The images that benchmarks of augmentation change: 28x28, the same every time. */
final class SyntheticImages {
  static final int COUNT = 1_024;
  static final int LENGTH = 28 * 28;

  private SyntheticImages() {}

  static byte[] draw() {
    EmnistDataset dataset = SyntheticEmnist.balanced().test();
    byte[] images = new byte[COUNT * LENGTH];
    for (int i = 0; i < COUNT; i++) {
      dataset.copyImage(i, images, i * LENGTH);
    }
    return images;
  }
}
