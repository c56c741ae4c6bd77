package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.train.internal.tensorflow.TrainingBatch;
import java.util.Arrays;

/** A batch of synthetic characters as the training step takes it. */
final class SyntheticBatch {
  private SyntheticBatch() {}

  static TrainingBatch of(int size) {
    EmnistDataset dataset = SyntheticEmnist.balanced().test().shuffle(1);
    int imageBytes = dataset.width() * dataset.height();
    TrainingBatch batch = TrainingBatch.of(new byte[size * imageBytes], new byte[size]);
    for (int i = 0; i < size; i++) {
      dataset.copyImage(i, batch.images(), i * imageBytes);
      batch.labels()[i] = (byte) dataset.label(i);
    }
    return batch;
  }

  /** Classes that all count alike. */
  static float[] classWeights(int classes) {
    float[] ones = new float[classes];
    Arrays.fill(ones, 1);
    return ones;
  }
}
