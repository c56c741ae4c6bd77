package io.github.emnist.examples.mixture;

import io.github.emnist.augment.Transforms.GaussianBlur;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterPreprocessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Turns a character into a picture with any margin, blurred, in uneven light, with noise, as JPEG,
 * in either polarity, and converts it to an EMNIST image with the preprocessing of predictions.
 */
final class RandomPicture {
  private static final CharacterPreprocessor PREPROCESSOR = CharacterPreprocessor.emnist();

  private static final int HALF = 128; // threshold of ink for the crop

  private RandomPicture() {}

  /**
   * Makes a picture and preprocesses it.
   *
   * @param ink white on black, of any size
   * @return uint8 {@code [28, 28]}
   */
  static GrayImage through(GrayImage ink, RandomGenerator random) {
    GrayImage blurred = random.nextDouble() < 0.5 ? blur(ink, random.nextDouble() * 0.02) : ink;
    BufferedImage picture = paint(crop(blurred, random), random);
    return PREPROCESSOR.process(random.nextDouble() < 0.4 ? jpeg(picture, random) : picture);
  }

  /** Enlarges an image with bicubic interpolation. */
  static GrayImage enlarged(GrayImage image, int scale) {
    BufferedImage large =
        new BufferedImage(
            image.width() * scale, image.height() * scale, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = large.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    g.drawImage(image.toBufferedImage(), 0, 0, large.getWidth(), large.getHeight(), null);
    g.dispose();
    byte[] pixels = ((DataBufferByte) large.getRaster().getDataBuffer()).getData();
    return GrayImage.of(large.getWidth(), large.getHeight(), pixels);
  }

  private static GrayImage blur(GrayImage ink, double share) {
    double deviation = share * Math.max(ink.width(), ink.height());
    if (deviation < 0.3) {
      return ink;
    }
    return new GaussianBlur(Math.min(5, deviation)).apply(ink);
  }

  /** Crops to the ink with a random margin, which is 0 in a third of the pictures. */
  private static GrayImage crop(GrayImage ink, RandomGenerator random) {
    int left = ink.width();
    int right = 0;
    int top = ink.height();
    int bottom = 0;
    for (int y = 0; y < ink.height(); y++) {
      for (int x = 0; x < ink.width(); x++) {
        if (ink.pixel(x, y) >= HALF) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    double share = random.nextDouble() < 0.35 ? 0 : random.nextDouble() * 0.5;
    if (right == 0) {
      return ink;
    }
    int margin = (int) Math.round(share * Math.max(right - left, bottom - top));
    int width = right - left + 2 * margin;
    int height = bottom - top + 2 * margin;
    byte[] pixels = new byte[width * height];
    for (int y = 0; y < height; y++) {
      int fromY = y + top - margin;
      for (int x = 0; x < width; x++) {
        int fromX = x + left - margin;
        if (fromX >= 0 && fromX < ink.width() && fromY >= 0 && fromY < ink.height()) {
          pixels[y * width + x] = (byte) ink.pixel(fromX, fromY);
        }
      }
    }
    return GrayImage.of(width, height, pixels);
  }

  /** Paints ink on paper in two greys, sometimes with shading or noise. */
  private static BufferedImage paint(GrayImage ink, RandomGenerator random) {
    double paper = 190 + random.nextDouble() * 65;
    double pen = random.nextDouble() * 90;
    boolean light = random.nextDouble() < 0.35;
    double shade = random.nextDouble() < 0.25 ? random.nextDouble() * 0.5 : 0;
    double angle = random.nextDouble() * 2 * Math.PI;
    double noise = random.nextDouble() < 0.3 ? random.nextDouble() * 12 : 0;
    int width = ink.width();
    int height = ink.height();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double level = paper + (pen - paper) * ink.pixel(x, y) / 255;
        double along =
            0.5
                + 0.5
                    * (Math.cos(angle) * (2.0 * x / width - 1)
                        + Math.sin(angle) * (2.0 * y / height - 1))
                    / Math.sqrt(2);
        level *= 1 - shade * along;
        if (light) {
          level = 255 - level;
        }
        if (noise > 0) {
          level += noise * random.nextGaussian();
        }
        int grey = (int) Math.round(Math.min(255, Math.max(0, level)));
        picture.getRaster().setSample(x, y, 0, grey);
      }
    }
    return picture;
  }

  private static BufferedImage jpeg(BufferedImage picture, RandomGenerator random) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      ImageWriteParam quality = writer.getDefaultWriteParam();
      quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      quality.setCompressionQuality((float) (0.3 + 0.65 * random.nextDouble()));
      writer.setOutput(out);
      writer.write(null, new IIOImage(asRgb(picture), null, null), quality);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a JPEG to memory", e);
    } finally {
      writer.dispose();
    }
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a JPEG from memory", e);
    }
  }

  private static BufferedImage asRgb(BufferedImage grey) {
    BufferedImage rgb =
        new BufferedImage(grey.getWidth(), grey.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = rgb.createGraphics();
    g.drawImage(grey, 0, 0, Color.BLACK, null);
    g.dispose();
    return rgb;
  }
}
