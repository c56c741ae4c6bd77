package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;

/** A batch of synthetic characters as the training step takes it. */
final class TrainingBatch {
  private final byte[] images;
  private final byte[] labels;

  private TrainingBatch(byte[] images, byte[] labels) {
    this.images = images;
    this.labels = labels;
  }

  static TrainingBatch of(int size) {
    EmnistDataset dataset = SyntheticEmnist.balanced().test().shuffle(1);
    int imageBytes = dataset.width() * dataset.height();
    TrainingBatch batch = new TrainingBatch(new byte[size * imageBytes], new byte[size]);
    for (int i = 0; i < size; i++) {
      dataset.copyImage(i, batch.images, i * imageBytes);
      batch.labels[i] = (byte) dataset.label(i);
    }
    return batch;
  }

  byte[] images() {
    return images;
  }

  byte[] labels() {
    return labels;
  }
}
