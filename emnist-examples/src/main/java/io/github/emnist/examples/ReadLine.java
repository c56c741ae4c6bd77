package io.github.emnist.examples;

import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.ReadText;
import java.io.IOException;
import java.nio.file.Path;

/** Reads lines, or the cells of a form, of separate characters: {@code ReadLine IMAGE}. */
public final class ReadLine {
  private ReadLine() {}

  /**
   * Prints the text, and each character with its probability and box.
   *
   * @param args a picture
   * @throws IOException if it cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      System.err.println("usage: ReadLine IMAGE");
      System.exit(2);
    }
    Path image = Path.of(args[0]);
    // region: read
    try (EmnistClassifier classifier = EmnistClassifier.pretrained()) {
      ReadText text = classifier.readLine(image);
      System.out.println(text.text());
      text.characters().forEach(System.out::println);
    }
    // endregion
  }
}
