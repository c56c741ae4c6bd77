package io.github.emnist.train.logging;

import io.github.emnist.train.history.TrainingHistory;
import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.List;
import java.util.OptionalInt;

/** What made-up runs report. */
final class Runs {
  static final EpochRecord FIRST =
      new EpochRecord(1, 100, 70.5, 1600, 0.004, 1.25, 0.5, 0.75, 0.8125, 0, 0);

  /** Without a validation part. */
  static final EpochRecord BLIND =
      new EpochRecord(2, 200, 140, 1500.5, 1.25e-7, 0.5, 0.875, Double.NaN, Double.NaN, 0, 0);

  static final EpochRecord SECOND =
      new EpochRecord(2, 200, 141, 1500.5, 0.002, 0.5, 0.875, 0.25, 0.9375, 0, 0);

  private Runs() {}

  static TrainingHistory history(EpochRecord... epochs) {
    return new TrainingHistory(List.of(epochs), OptionalInt.empty());
  }

  static StepReport step(long step) {
    return new StepReport(1, 2, step, (int) step, 100, 1600, 0.004, 2.5, 0.25, 99.5, 1);
  }
}
