package io.github.emnist.examples;

import io.github.emnist.model.CharacterClassifier;
import io.github.emnist.model.CharacterSet;
import io.github.emnist.model.ClassPrior;
import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import io.github.emnist.model.PredictionOptions;
import io.github.emnist.model.PredictionResult;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recognises pictures with several options, as digits and with calibrated probabilities; an
 * unreadable picture does not affect the others: {@code PredictManyWays IMAGE...}.
 */
public final class PredictManyWays {
  private PredictManyWays() {}

  /**
   * Prints the predictions of each picture.
   *
   * @param args pictures
   */
  public static void main(String[] args) {
    if (args.length == 0) {
      System.err.println("usage: PredictManyWays IMAGE...");
      System.exit(2);
    }
    List<Path> files = Stream.of(args).map(Path::of).toList();
    // region: options
    try (EmnistClassifier classifier = EmnistClassifier.pretrained()) {
      CharacterClassifier digits =
          classifier.with(PredictionOptions.standard().withOnly(CharacterSet.digits()));
      CharacterClassifier careful =
          classifier.with(
              PredictionOptions.standard().withCalibrated(true).withPrior(ClassPrior.natural()));
      for (PredictionResult<Path> result : careful.predictEach(files)) {
        System.out.println(
            result.input()
                + ": "
                + result
                    .prediction()
                    .map(p -> p.isConfident(0.9) ? p.label() : "perhaps " + p.top(3))
                    .orElseGet(() -> result.exception().orElseThrow().getMessage()));
      }
      // endregion
      for (PredictionResult<Path> result : digits.predictEach(files)) {
        result.prediction().map(Prediction::toJson).ifPresent(System.out::println);
      }
    }
  }
}
