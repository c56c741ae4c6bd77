package io.github.emnist.model.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs ZIPs as other tools do. */
final class Zips {
  private Zips() {}

  /** All files of a folder, compressed, and before them entries of other names. */
  static Path deflated(Path zip, Path folder, String... otherNames) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.list(folder)) {
      for (String name : otherNames) {
        out.putNextEntry(new ZipEntry(name));
        out.write(1);
      }
      for (Path file : files.sorted().toList()) {
        out.putNextEntry(new ZipEntry(file.getFileName().toString()));
        Files.copy(file, out);
      }
    }
    return zip;
  }
}
