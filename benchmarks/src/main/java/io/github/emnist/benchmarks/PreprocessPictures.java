package io.github.emnist.benchmarks;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.synthetic.SyntheticEmnist;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/** Draws pictures of synthetic characters as programs and cameras produce them. */
public final class PreprocessPictures {
  /** The number of pictures: one for each class of Balanced, in their order. */
  public static final int COUNT = 47;

  private PreprocessPictures() {}

  /**
   * Writes the drawings of 300x260 pixels as PNG files.
   *
   * @param folder receives them
   * @throws IOException if they cannot be written
   */
  public static void write(Path folder) throws IOException {
    BufferedImage[] drawings = draw("drawing");
    for (int i = 0; i < COUNT; i++) {
      ImageIO.write(drawings[i], "png", file(folder, i).toFile());
    }
  }

  /** Returns the file of a class. */
  static Path file(Path folder, int index) {
    return folder.resolve("drawing-%02d.png".formatted(index));
  }

  /**
   * Returns the mean grey level and the centre, each in [0, 1]: about the same for every way of
   * converting a picture to 28x28 pixels.
   */
  static double[] summary(byte[] pixels) {
    double sum = 0;
    double x = 0;
    double y = 0;
    for (int i = 0; i < pixels.length; i++) {
      int grey = pixels[i] & 0xFF;
      sum += grey;
      x += grey * (i % 28);
      y += grey * (i / 28);
    }
    return new double[] {sum / 255 / pixels.length, x / sum / 27, y / sum / 27};
  }

  /**
   * Draws pictures.
   *
   * @param kind {@code drawing} (47 of 300x260 pixels, RGB, black on white), {@code shadow} (the
   *     same in light that falls off) or {@code photograph} (one of 4000x3000 pixels, BGR as JPEG
   *     files are decoded, in light that falls off, with a sensor's noise)
   */
  static BufferedImage[] draw(String kind) {
    EmnistDataset images = SyntheticEmnist.balanced().withImagesPerClass(1, 1).train();
    if (kind.equals("photograph")) {
      BufferedImage small = draw(images.image(10), 300, 260, BufferedImage.TYPE_INT_RGB);
      BufferedImage large = new BufferedImage(4000, 3000, BufferedImage.TYPE_3BYTE_BGR);
      Graphics2D g = large.createGraphics();
      g.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      g.drawImage(small, 0, 0, 4000, 3000, null);
      g.dispose();
      photograph(((DataBufferByte) large.getRaster().getDataBuffer()).getData(), 4000);
      return new BufferedImage[] {large};
    }
    BufferedImage[] pictures = new BufferedImage[images.size()];
    for (int i = 0; i < pictures.length; i++) {
      pictures[i] = draw(images.image(i), 300, 260, BufferedImage.TYPE_INT_RGB);
      if (kind.equals("shadow")) {
        shade(pictures[i]);
      }
    }
    return pictures;
  }

  private static BufferedImage draw(GrayImage image, int width, int height, int type) {
    BufferedImage ink = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 28 * 28; i++) {
      ink.setRGB(i % 28, i / 28, image.pixel(i % 28, i / 28) << 24);
    }
    BufferedImage picture = new BufferedImage(width, height, type);
    Graphics2D g = picture.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(ink, width / 4, height / 6, 2 * height / 3, 2 * height / 3, null);
    g.dispose();
    return picture;
  }

  /** Adds light that falls to half, a little warmer in the shadow, and noise of 3 levels. */
  private static void photograph(byte[] bgr, int width) {
    RandomGenerator random = new CounterRandom(1, 0, 0);
    for (int i = 0; i < bgr.length; i++) {
      int x = i / 3 % width;
      double light = 1 - 0.5 * x / width - (i % 3 == 0 ? 0.05 * x / width : 0);
      double level = 245 * light * (bgr[i] & 0xFF) / 255 + 3 * random.nextGaussian();
      bgr[i] = (byte) Math.max(0, Math.min(255, Math.round(level)));
    }
  }

  private static void shade(BufferedImage picture) {
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int level = (picture.getRGB(x, y) & 0xFF) * (500 - x) / 500;
        picture.setRGB(x, y, level << 16 | level << 8 | level);
      }
    }
  }
}
