package io.github.emnist.examples.cli;

import io.github.emnist.train.evaluation.Evaluation;
import java.io.PrintWriter;
import java.util.Locale;

/** An evaluation as lines for people. */
final class EvaluationText {
  private static final int CONFUSIONS = 5;

  private EvaluationText() {}

  static void print(PrintWriter out, Evaluation evaluation) {
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
    for (Evaluation.Confusion confusion : evaluation.worstConfusions(CONFUSIONS)) {
      out.printf(
          Locale.ROOT,
          "confusion: %s taken for %s, %d times%n",
          confusion.truth(),
          confusion.predicted(),
          confusion.count());
    }
  }
}
