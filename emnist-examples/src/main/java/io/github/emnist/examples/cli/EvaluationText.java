package io.github.emnist.examples.cli;

import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Measurement;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints an evaluation for people. */
final class EvaluationText {
  private static final int CONFUSIONS = 5;

  private EvaluationText() {}

  static void print(PrintWriter out, Measurement measurement) {
    Evaluation evaluation = measurement.evaluation();
    out.printf(Locale.ROOT, "images: %d%n", evaluation.images());
    out.printf(Locale.ROOT, "accuracy: %.4f%n", evaluation.accuracy());
    out.printf(
        Locale.ROOT,
        "95 %% interval: %.4f to %.4f%n",
        evaluation.accuracyInterval().low(),
        evaluation.accuracyInterval().high());
    out.printf(Locale.ROOT, "top-3 accuracy: %.4f%n", evaluation.top3Accuracy());
    out.printf(Locale.ROOT, "loss: %.4f%n", evaluation.loss());
    out.printf(Locale.ROOT, "calibration error: %.4f%n", evaluation.expectedCalibrationError());
    measurement
        .calibrated()
        .ifPresent(
            figures ->
                out.printf(
                    Locale.ROOT,
                    "with temperature %.3f: loss %.4f, calibration error %.4f%n",
                    figures.scaling().temperature(),
                    figures.loss(),
                    figures.reliability().expectedError()));
    if (!measurement.confusable().groups().isEmpty()) {
      out.printf(
          Locale.ROOT,
          "accuracy with %s merged: %.4f%n",
          measurement.confusable().groups().stream()
              .map(group -> String.join("/", group))
              .collect(Collectors.joining(", ")),
          measurement.mergedAccuracy());
    }
    for (Evaluation.Confusion confusion : evaluation.worstConfusions(CONFUSIONS)) {
      out.printf(
          Locale.ROOT,
          "confusion: %s recognised as %s, %d times%n",
          confusion.truth(),
          confusion.predicted(),
          confusion.count());
    }
  }
}
