package io.github.emnist.train.progress;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What a made-up run reports. */
final class Reports {
  private Reports() {}

  /** A step of epoch 3 of 20, of 40 steps, with 1,192 seconds to go. */
  static StepReport step(int stepInEpoch) {
    return new StepReport(
        3, 20, 80 + stepInEpoch, stepInEpoch, 40, 1602.4, 0.001, 0.43214, 0.87126, 1192, 1);
  }

  static EpochRecord epoch(int number, double seconds) {
    return new EpochRecord(
        number, 40L * number, seconds, 1602.4, 0.001, 0.43214, 0.87126, 0.34567, 0.88912, 0, 0);
  }

  static PrintStream into(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
