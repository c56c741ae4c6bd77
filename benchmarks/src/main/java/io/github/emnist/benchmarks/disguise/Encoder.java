package io.github.emnist.benchmarks.disguise;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures as files in memory, with the JDK's writers. */
final class Encoder {
  private Encoder() {}

  static byte[] png(BufferedImage picture) {
    return write(picture, "png", Float.NaN);
  }

  /**
   * Encodes a JPEG.
   *
   * @param picture RGB; becomes YCbCr with chroma at half the resolution, the writer's default
   * @param quality from 0 to 1; 0.3 corresponds to 30 in most tools
   * @return the file
   */
  static byte[] jpeg(BufferedImage picture, float quality) {
    return write(picture, "jpeg", quality);
  }

  private static byte[] write(BufferedImage picture, String format, float quality) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      if (!Float.isNaN(quality)) {
        how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        how.setCompressionQuality(quality);
      }
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException("a " + format + " could not be written to memory", e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }
}
