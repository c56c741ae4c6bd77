package io.github.emnist.train.report;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Made-up runs. */
final class Histories {
  static final double[] NO_VALIDATION = {};

  private Histories() {}

  /** A figure an epoch, taken as accuracy and as loss. */
  static TrainingHistory of(double[] training, double[] validation, int bestEpoch) {
    List<EpochRecord> epochs = new ArrayList<>();
    for (int i = 0; i < training.length; i++) {
      double v = validation.length == 0 ? Double.NaN : validation[i];
      epochs.add(
          new EpochRecord(
              i + 1, 10L * (i + 1), i + 1, 100, 0.001, training[i], training[i], v, v, 0, 0));
    }
    return new TrainingHistory(
        epochs, bestEpoch == 0 ? OptionalInt.empty() : OptionalInt.of(bestEpoch));
  }

  static TrainingHistory ofEpochs(int count) {
    double[] rising = new double[count];
    for (int i = 0; i < count; i++) {
      rising[i] = 0.9 - 0.5 / (i + 1);
    }
    return of(rising, NO_VALIDATION, 0);
  }
}
