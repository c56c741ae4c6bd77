package io.github.emnist.examples;

import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.io.IOException;
import java.nio.file.Path;

/** Recognises the character in a picture, a PNG or JPEG for example. */
class PredictPicture {
  public static void main(String[] args) throws IOException {
    try (EmnistClassifier classifier = EmnistClassifier.pretrained()) {
      Prediction p = classifier.predict(Path.of(args[0]));
      System.out.println(p.label() + " " + p.probability() + " " + p.top(3));
    }
  }
}
