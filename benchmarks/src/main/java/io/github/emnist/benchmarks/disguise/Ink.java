package io.github.emnist.benchmarks.disguise;

import io.github.emnist.data.GrayImage;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** The part of each pixel of a picture that ink covers. */
final class Ink {
  /**
   * The coverage at which an enlarged stroke's grey edge is taken to begin; {@link #EDGE_ENDS} is
   * where it ends. Averaged back to 28 x 28, strokes with these edges come closest to the image,
   * and have as much ink: of nine pairs tried on 500 images of the training files.
   */
  private static final float EDGE_BEGINS = 0.3f;

  private static final float EDGE_ENDS = 0.7f;

  private final int width;
  private final int height;
  private final float[] coverage;

  Ink(int width, int height, float[] coverage) {
    this.width = width;
    this.height = height;
    this.coverage = coverage;
  }

  /**
   * Enlarges a character by bicubic interpolation.
   *
   * @param image white ink on black
   * @param placement the character's place in the picture
   * @return the ink with the soft edges of the enlargement
   */
  static Ink soft(GrayImage image, Placement placement) {
    BufferedImage source =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        source.setRGB(x, y, image.pixel(x, y) << 24);
      }
    }
    int width = placement.width();
    int height = placement.height();
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(source, placement.transform(), null);
    graphics.dispose();
    int[] pixels = target.getRGB(0, 0, width, height, null, 0, width);
    float[] coverage = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      coverage[i] = (pixels[i] >>> 24) / 255f;
    }
    return new Ink(width, height, coverage);
  }

  /**
   * Enlarges a character and gives its strokes the sharp edges of a pen.
   *
   * @param image white ink on black
   * @param placement the character's place in the picture
   * @return the ink, nearly all 0 or 1
   */
  static Ink crisp(GrayImage image, Placement placement) {
    Ink ink = soft(image, placement);
    for (int i = 0; i < ink.coverage.length; i++) {
      float t = (ink.coverage[i] - EDGE_BEGINS) / (EDGE_ENDS - EDGE_BEGINS);
      ink.coverage[i] = Fields.smooth(Math.min(1, Math.max(0, t)));
    }
    return ink;
  }

  /**
   * Draws the strokes' middle lines anew with a round pen.
   *
   * @param diameter of the pen, in pixels
   * @return the same character in thin strokes with smooth edges
   */
  Ink redrawn(double diameter) {
    boolean[] thick = new boolean[coverage.length];
    for (int i = 0; i < thick.length; i++) {
      thick[i] = coverage[i] >= 0.5f;
    }
    boolean[] middle = Thinning.thin(thick, width, height);
    float[] drawn = new float[coverage.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (middle[y * width + x]) {
          stamp(drawn, x, y, diameter / 2);
        }
      }
    }
    return new Ink(width, height, drawn);
  }

  private void stamp(float[] drawn, int centreX, int centreY, double radius) {
    int reach = (int) Math.ceil(radius);
    for (int y = Math.max(0, centreY - reach); y <= Math.min(height - 1, centreY + reach); y++) {
      for (int x = Math.max(0, centreX - reach); x <= Math.min(width - 1, centreX + reach); x++) {
        double covered = radius + 0.5 - Math.hypot(x - centreX, y - centreY);
        int i = y * width + x;
        drawn[i] = Math.max(drawn[i], (float) Math.min(1, Math.max(0, covered)));
      }
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /**
   * Returns the covered part of each pixel, from 0 (none) to 1 (all); row-major, {@code [height *
   * width]}.
   */
  float[] coverage() {
    return coverage;
  }
}
