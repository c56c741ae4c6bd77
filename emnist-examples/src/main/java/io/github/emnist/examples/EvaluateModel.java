package io.github.emnist.examples;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.evaluation.Evaluation.ClassMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;

/** Evaluates a model: {@code EvaluateModel MODEL [DATA]}; without DATA on synthetic images. */
public final class EvaluateModel {
  private EvaluateModel() {}

  /**
   * Prints the accuracy, its interval and the five hardest classes.
   *
   * @param args the model bundle and optionally a folder of EMNIST files
   * @throws IOException if one of them cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length < 1 || args.length > 2) {
      System.err.println("usage: EvaluateModel MODEL [DATA]");
      System.exit(2);
    }
    EmnistDataset test =
        args.length == 2
            ? EmnistReader.open(Path.of(args[1])).test()
            : SyntheticEmnist.balanced().test();
    try (EmnistClassifier classifier = EmnistClassifier.load(Path.of(args[0]))) {
      Evaluation evaluation = Evaluation.of(classifier, test);
      System.out.printf(
          Locale.ROOT,
          "accuracy %.4f, between %.4f and %.4f with 95 %% confidence%n",
          evaluation.accuracy(),
          evaluation.accuracyInterval().low(),
          evaluation.accuracyInterval().high());
      evaluation.perClass().stream()
          .sorted(Comparator.comparingDouble(ClassMetrics::f1))
          .limit(5)
          .forEach(
              c ->
                  System.out.printf(
                      Locale.ROOT, "%s: F1 %.3f of %d%n", c.label(), c.f1(), c.support()));
    }
  }
}
