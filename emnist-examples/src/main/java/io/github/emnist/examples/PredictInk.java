package io.github.emnist.examples;

import io.github.emnist.data.preprocess.Ink;
import io.github.emnist.model.EmnistClassifier;
import java.io.IOException;
import java.nio.file.Path;

/** Recognises pen strokes: {@code PredictInk [JSON]}; without a file of strokes, a 7. */
public final class PredictInk {
  private PredictInk() {}

  /**
   * Prints the three best candidates.
   *
   * @param args optionally a file of ink
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    // region: ink
    Ink seven = Ink.builder().stroke(10, 10, 60, 10, 25, 90).stroke(20, 50, 55, 50).build();
    Ink ink = args.length == 0 ? seven : Ink.read(Path.of(args[0]));
    try (EmnistClassifier classifier = EmnistClassifier.pretrained()) {
      System.out.println(classifier.predict(ink).top(3));
    }
    // endregion
  }
}
