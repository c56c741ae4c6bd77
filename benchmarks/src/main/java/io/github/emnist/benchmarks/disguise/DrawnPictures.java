package io.github.emnist.benchmarks.disguise;

import io.github.emnist.data.GrayImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.random.RandomGenerator;

/**
 * Draws the disguises that come from a screen or a scanner: on a clean background, without a
 * camera.
 */
final class DrawnPictures {
  private static final double SMALLEST_SCALE = 4;
  private static final double LARGEST_SCALE = 12;

  /**
   * A third of the width of EMNIST's strokes, which is 3.0 pixels of 28: the mean, over 2,000
   * images of the training files, of the inked area divided by the length of the middle lines.
   */
  private static final double THIN_PEN = 1;

  private static final double SMALLEST_THIN_SCALE = 6;
  private static final float LOW_QUALITY = 0.3f;
  private static final double NOISY_SHARE = 0.05;

  private DrawnPictures() {}

  static byte[] enlarged(GrayImage image, RandomGenerator random) {
    return Encoder.png(blackOnWhite(image, random).toPicture());
  }

  static byte[] jpeg30(GrayImage image, RandomGenerator random) {
    return Encoder.jpeg(blackOnWhite(image, random).toPicture(), LOW_QUALITY);
  }

  static byte[] saltAndPepper(GrayImage image, RandomGenerator random) {
    Scene scene = blackOnWhite(image, random);
    return Encoder.png(scene.saltAndPepper(random, NOISY_SHARE).toPicture());
  }

  private static Scene blackOnWhite(GrayImage image, RandomGenerator random) {
    Placement placement = Placement.draw(random, SMALLEST_SCALE, LARGEST_SCALE, 0);
    return new Scene(placement.width(), placement.height(), Color.WHITE)
        .draw(Ink.soft(image, placement).coverage(), Color.BLACK);
  }

  static byte[] thinPen(GrayImage image, RandomGenerator random) {
    Placement placement = Placement.draw(random, SMALLEST_THIN_SCALE, LARGEST_SCALE, 0);
    Ink ink = Ink.crisp(image, placement).redrawn(THIN_PEN * placement.scale());
    Scene scene = new Scene(placement.width(), placement.height(), Color.WHITE);
    return Encoder.png(scene.draw(ink.coverage(), Color.BLACK).toPicture());
  }

  static byte[] transparent(GrayImage image, RandomGenerator random) {
    Placement placement = Placement.draw(random, SMALLEST_SCALE, LARGEST_SCALE, 0);
    Color colour =
        Color.getHSBColor(random.nextFloat(), random.nextFloat(), 0.4f * random.nextFloat());
    Ink ink = Ink.crisp(image, placement);
    BufferedImage picture =
        new BufferedImage(ink.width(), ink.height(), BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < ink.coverage().length; i++) {
      int alpha = Math.round(255 * ink.coverage()[i]);
      if (alpha > 0) {
        picture.setRGB(i % ink.width(), i / ink.width(), alpha << 24 | colour.getRGB() & 0xFFFFFF);
      }
    }
    return Encoder.png(picture);
  }
}
