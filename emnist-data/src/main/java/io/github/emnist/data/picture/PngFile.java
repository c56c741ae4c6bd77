package io.github.emnist.data.picture;

import io.github.emnist.data.file.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures, whole or not at all. */
final class PngFile {
  private PngFile() {}

  /** Replaces a file, whose folder must be there. */
  static void write(Path file, BufferedImage picture) throws IOException {
    // Into memory first: ImageIO hides why a file could not be written.
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", png)) {
      throw new IOException("this Java has no PNG writer");
    }
    try (AtomicFiles files = new AtomicFiles()) {
      files.write(file, png::writeTo);
      files.commit();
    }
  }
}
