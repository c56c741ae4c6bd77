package io.github.emnist.spark;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.io.EmnistReader;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Images of EMNIST's training part where EMNIST_DATA is set, else synthetic ones. */
final class TestImages {
  private static final String FOLDER = System.getenv("EMNIST_DATA");

  /** What {@link #take} gives, for a log. */
  static final String KIND =
      FOLDER == null ? "synthetic images, since EMNIST_DATA is not set" : "images of EMNIST_DATA";

  private TestImages() {}

  /**
   * Takes the first images.
   *
   * @param dir a new folder, for the unpacked files: gzip is not read with Spark's Commons Compress
   */
  static EmnistDataset take(int count, Path dir) throws IOException {
    if (FOLDER == null) {
      return SyntheticEmnist.balanced().withImagesPerClass(count / 47 + 1, 1).train().take(count);
    }
    Files.createDirectories(dir);
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(FOLDER))) {
      files = all.filter(file -> file.toString().endsWith("-ubyte.gz")).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
        Files.copy(in, dir.resolve(name.substring(0, name.length() - ".gz".length())));
      }
    }
    return EmnistReader.open(dir).train().take(count);
  }
}
