package io.github.emnist.data.internal;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures in the format given by the file's suffix, completely or not at all. */
public final class PictureFile {
  /** The JDK's format names, by suffix. */
  private static final Map<String, String> FORMATS =
      Map.of("png", "png", "jpg", "jpeg", "jpeg", "jpeg", "gif", "gif", "bmp", "bmp");

  /** High enough to keep letters and lines of one pixel sharp. */
  private static final float JPEG_QUALITY = 0.95f;

  private PictureFile() {}

  /** Refuses a name without a picture suffix. */
  public static void checkName(Path file) throws FileSystemException {
    format(file);
  }

  private static String format(Path file) throws FileSystemException {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    String format = FORMATS.get(name.substring(name.lastIndexOf('.') + 1));
    if (format == null || name.indexOf('.') < 0) {
      throw new FileSystemException(
          file.toString(),
          null,
          "unknown picture format, expected a name that ends in .png, .jpg, .gif or .bmp");
    }
    return format;
  }

  /** Writes or replaces a file in an existing folder. Only PNG keeps transparency. */
  public static void write(Path file, BufferedImage picture) throws IOException {
    String format = format(file);
    boolean needsOpaque = !format.equals("png") && picture.getColorModel().hasAlpha();
    // Into memory first: ImageIO hides why a file could not be written.
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next(); // part of every JDK
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      ImageWriteParam settings = writer.getDefaultWriteParam();
      if (format.equals("jpeg")) {
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(JPEG_QUALITY);
      }
      IIOImage image = new IIOImage(needsOpaque ? opaque(picture) : picture, null, null);
      writer.write(null, image, settings);
    } finally {
      writer.dispose();
    }
    AtomicFiles.write(file, bytes.toByteArray());
  }

  /** Draws on white: JPEG and BMP have no transparency, GIF all or none. */
  private static BufferedImage opaque(BufferedImage picture) {
    BufferedImage opaque =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = opaque.createGraphics();
    graphics.drawImage(picture, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return opaque;
  }
}
