package io.github.emnist.train;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.train.tensorflow.Score;
import io.github.emnist.train.tensorflow.TrainingNetwork;

/** Scores a data set with the network of a run. */
final class Validation {
  private static final int BATCH = 512;

  private Validation() {}

  /** Plain loss and hits over all images; {@link Score#NONE} where there are none. */
  static Score of(TrainingNetwork network, EmnistDataset dataset) {
    Score sum = Score.NONE;
    int imageBytes = dataset.width() * dataset.height();
    byte[] images = new byte[BATCH * imageBytes];
    byte[] labels = new byte[BATCH];
    for (int from = 0; from < dataset.size(); from += BATCH) {
      int count = Math.min(BATCH, dataset.size() - from);
      for (int i = 0; i < count; i++) {
        dataset.copyImage(from + i, images, i * imageBytes);
        labels[i] = (byte) dataset.label(from + i);
      }
      sum = sum.plus(network.evaluate(images, labels, count));
    }
    return sum;
  }
}
