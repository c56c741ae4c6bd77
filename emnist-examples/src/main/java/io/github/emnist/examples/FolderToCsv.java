package io.github.emnist.examples;

import io.github.emnist.model.EmnistClassifier;
import io.github.emnist.model.PredictionResult;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Recognises the pictures in a folder and writes a CSV: {@code FolderToCsv FOLDER OUT.csv}. */
public final class FolderToCsv {
  private FolderToCsv() {}

  /**
   * Writes a row for each readable picture, and reports the others on standard error.
   *
   * @param args the folder and the CSV file
   * @throws IOException if the folder cannot be read or the file cannot be written
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 2) {
      System.err.println("usage: FolderToCsv FOLDER OUT.csv");
      System.exit(2);
    }
    Path folder = Path.of(args[0]);
    Path csv = Path.of(args[1]);
    // region: each
    List<Path> pictures;
    try (Stream<Path> files = Files.list(folder)) {
      pictures = files.filter(Files::isRegularFile).sorted().toList();
    }
    try (EmnistClassifier classifier = EmnistClassifier.pretrained();
        BufferedWriter out = Files.newBufferedWriter(csv)) {
      out.write("file,label,probability\n");
      for (PredictionResult<Path> result : classifier.predictEach(pictures)) {
        if (result.prediction().isPresent()) {
          var p = result.prediction().get();
          String name = result.input().getFileName().toString().replace("\"", "\"\"");
          out.write("\"" + name + "\"," + p.label() + "," + p.probability() + "\n");
        } else { // the other pictures are still answered
          System.err.println(result.exception().orElseThrow().getMessage());
        }
      }
    }
    // endregion
  }
}
