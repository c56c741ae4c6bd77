package io.github.emnist.train.internal.tensorflow;

import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.architecture.Precision;
import io.github.emnist.model.weights.Weights;
import io.github.emnist.train.config.TrainingConfig;

/** A network with every kind of layer that changes in training, small enough to step at once. */
final class TinyTraining {
  static final CnnArchitecture ARCHITECTURE =
      CnnArchitecture.builder()
          .name("tiny")
          .input(6, 6, 1)
          .conv2d(3, 3)
          .batchNormalization()
          .relu()
          .residual(body -> body.conv2d(3, 1).batchNormalization())
          .dropout(0.2)
          .flatten()
          .dense(5)
          .relu()
          .dense(4)
          .softmax()
          .build();

  static final Weights INITIAL = Weights.initialize(ARCHITECTURE, 11);

  private static final byte[] LABELS = {0, 1, 2, 3, 3, 2, 1, 0};

  private TinyTraining() {}

  static TrainingConfig.Builder config() {
    return TrainingConfig.builder().precision(Precision.FLOAT32).deterministic(true);
  }

  static TrainingNetwork network(TrainingConfig config) {
    return TrainingNetwork.create(ARCHITECTURE, INITIAL, config, new float[] {1, 1, 1, 1});
  }

  /** Takes steps {@code from} to {@code to - 1}, each with images of its own. */
  static void steps(TrainingNetwork network, int from, int to) {
    for (int step = from; step < to; step++) {
      network.step(batch(step), step, 0.02);
    }
  }

  static TrainingBatch batch(int number) {
    return TrainingBatch.of(images(number), LABELS);
  }

  static Score evaluate(TrainingNetwork network) {
    return network.evaluate(images(1_000), LABELS, LABELS.length);
  }

  private static byte[] images(int number) {
    byte[] images = new byte[LABELS.length * 36];
    new CounterRandom(number, 1, 2).nextBytes(images);
    return images;
  }
}
