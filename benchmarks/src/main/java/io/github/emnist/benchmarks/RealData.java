package io.github.emnist.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The folder of real EMNIST files that {@code EMNIST_DATA} names. */
final class RealData {
  private RealData() {}

  static Path folder() {
    String folder = System.getenv("EMNIST_DATA");
    if (folder == null) {
      throw new IllegalStateException(
          "set EMNIST_DATA to a folder of EMNIST files, for example emnist-balanced-*");
    }
    return Path.of(folder);
  }

  static Path trainImages(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("train-images-idx3-ubyte.gz"))
          .findFirst()
          .orElseThrow(() -> new IOException(folder + " has no *-train-images-idx3-ubyte.gz"));
    }
  }
}
