package io.github.emnist.train.plot;

import io.github.emnist.data.internal.AtomicFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Writes pictures, whole or not at all. */
final class PictureFile {
  private PictureFile() {}

  /** Writes a picture as PNG, over whatever the file held. */
  static void write(Path file, BufferedImage picture) throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(picture, "png", png) || png.size() == 0) {
      throw new IOException("cannot write %s: this Java has no PNG writer".formatted(file));
    }
    write(file, png.toByteArray());
  }

  /** Writes a picture that is text, over whatever the file held. */
  static void write(Path file, String svg) throws IOException {
    write(file, (svg + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try {
      AtomicFiles.write(file, bytes);
    } catch (IOException e) {
      throw new IOException("cannot write %s: %s".formatted(file, e), e);
    }
  }

  /**
   * Tries a font. Without fontconfig, or without any font, the JDK throws what differs by version
   * (InternalError, UnsatisfiedLinkError, then NoClassDefFoundError, or a plain Error) and says
   * nothing about what to do.
   *
   * @throws IOException if there is none
   */
  static void requireFonts() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    try {
      image.createGraphics().getFontMetrics(Palette.plain(ConfusionLayout.LABEL_FONT));
    } catch (RuntimeException | Error e) {
      throw new IOException(
          "cannot draw plots: Java finds no fonts (%s);".formatted(e)
              + " install fontconfig and a font such as DejaVu (Debian: fonts-dejavu-core)",
          e);
    }
  }
}
