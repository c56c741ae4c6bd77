package io.github.emnist.examples;

import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.io.IOException;
import java.nio.file.Path;

/** Recognises the character in a picture: {@code PredictPicture MODEL IMAGE}. */
public final class PredictPicture {
  private PredictPicture() {}

  /**
   * Prints the most probable character and the three best candidates.
   *
   * @param args the model bundle and the picture
   * @throws IOException if one of them cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: PredictPicture MODEL IMAGE");
      System.exit(2);
    }
    Path model = Path.of(args[0]);
    Path image = Path.of(args[1]);
    // region: predict
    try (EmnistClassifier classifier = EmnistClassifier.load(model)) {
      Prediction p = classifier.predict(image);
      System.out.println(p.label() + " " + p.probability() + " " + p.top(3));
    }
    // endregion
  }
}
