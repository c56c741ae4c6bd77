package demo;

import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.Prediction;
import java.io.IOException;
import java.nio.file.Path;

/** Recognises the character in each picture: {@code Recognise MODEL IMAGE...}. */
public final class Recognise {
  private Recognise() {}

  public static void main(String[] args) throws IOException {
    try (EmnistClassifier classifier = EmnistClassifier.load(Path.of(args[0]))) {
      System.out.println("engine " + classifier.engine());
      for (int i = 1; i < args.length; i++) {
        Prediction prediction = classifier.predict(Path.of(args[i]));
        System.out.println(args[i] + ": " + prediction.label() + " " + prediction.probability());
      }
    }
  }
}
