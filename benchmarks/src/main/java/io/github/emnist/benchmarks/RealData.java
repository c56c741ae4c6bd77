package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import java.nio.file.Path;

/** The folder of real EMNIST files that {@code EMNIST_DATA} names. */
final class RealData {
  private static final long VALIDATION_SEED = 42;

  private static final double VALIDATION_FRACTION = 0.05;

  private RealData() {}

  static Path folder() {
    String folder = System.getenv("EMNIST_DATA");
    if (folder == null) {
      throw new IllegalStateException(
          "set EMNIST_DATA to a folder of EMNIST files, for example emnist-balanced-*");
    }
    return Path.of(folder);
  }

  /**
   * Reads the images for a measurement.
   *
   * @param name {@code test}, the test partition, on which nothing is chosen, or {@code
   *     validation}, the part of the training file that the standard recipe does not train on
   */
  static EmnistDataset partition(String name) throws IOException {
    EmnistSource source = EmnistReader.open(folder());
    return switch (name) {
      case "test" -> source.test();
      case "validation" ->
          source.train().stratifiedSplit(VALIDATION_FRACTION, VALIDATION_SEED).validation();
      default ->
          throw new IllegalArgumentException("partition (" + name + ") must be test or validation");
    };
  }
}
