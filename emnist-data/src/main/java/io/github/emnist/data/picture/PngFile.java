package io.github.emnist.data.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import javax.imageio.ImageIO;

/** Writes pictures, whole or not at all. */
final class PngFile {
  private PngFile() {}

  /** Writes a picture beside the file, then renames it over the file. Its folder must be there. */
  static void write(Path file, BufferedImage picture) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      try (var stream = Files.newOutputStream(temporary)) {
        if (!ImageIO.write(picture, "png", stream)) {
          throw new IOException("this Java has no PNG writer");
        }
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      IOException failure = new IOException("cannot write %s: %s".formatted(file, e), e);
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }
}
