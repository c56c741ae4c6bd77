package io.github.emnist.augment;

import io.github.emnist.data.GrayImage;
import java.util.function.DoubleBinaryOperator;

/**
 * Strokes of a known width, drawn by counting which of each pixel's 256 parts are inked. At 45
 * degrees whole rows of parts lie on the edge, and the count is rough.
 */
final class Pens {
  private static final int PARTS = 16;

  private Pens() {}

  /** A straight stroke through the middle of a square image, from edge to edge. */
  static GrayImage bar(int side, double degrees, double width) {
    double sin = Math.sin(Math.toRadians(degrees));
    double cos = Math.cos(Math.toRadians(degrees));
    double centre = (side - 1) / 2.0;
    return draw(side, width, (x, y) -> (x - centre) * sin + (y - centre) * cos);
  }

  /** A circle about the middle of a square image. */
  static GrayImage ring(int side, double radius, double width) {
    double centre = (side - 1) / 2.0;
    return draw(side, width, (x, y) -> Math.hypot(x - centre, y - centre) - radius);
  }

  private static GrayImage draw(int side, double width, DoubleBinaryOperator distance) {
    byte[] pixels = new byte[side * side];
    for (int i = 0; i < pixels.length; i++) {
      int inked = 0;
      for (int part = 0; part < PARTS * PARTS; part++) {
        double x = i % side - 0.5 + (part % PARTS + 0.5) / PARTS;
        double y = i / side - 0.5 + (part / PARTS + 0.5) / PARTS;
        inked += Math.abs(distance.applyAsDouble(x, y)) < width / 2 ? 1 : 0;
      }
      pixels[i] = (byte) Math.round(255.0 * inked / (PARTS * PARTS));
    }
    return GrayImage.of(side, side, pixels);
  }

  /** The ink in the middle of a square image, {@code margin} from its edges, in pixels of white. */
  static double ink(GrayImage image, int margin) {
    double sum = 0;
    for (int y = margin; y < image.height() - margin; y++) {
      for (int x = margin; x < image.width() - margin; x++) {
        sum += image.pixel(x, y) / 255.0;
      }
    }
    return sum;
  }
}
