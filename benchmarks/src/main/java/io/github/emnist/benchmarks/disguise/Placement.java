package io.github.emnist.benchmarks.disguise;

import java.awt.geom.AffineTransform;
import java.util.random.RandomGenerator;

/**
 * The place of a character in its picture.
 *
 * @param width of the picture, in pixels
 * @param height of the picture, in pixels
 * @param scale the picture's pixels for one of the character's
 * @param x of the character's frame, left edge
 * @param y of the character's frame, top edge
 * @param angle of the character and of the paper below it, in radians, clockwise
 */
record Placement(int width, int height, double scale, double x, double y, double angle) {
  /** The side of EMNIST's frame, in pixels. */
  static final int FRAME = 28;

  private static final double SMALLEST_CANVAS = 1.5;
  private static final double LARGEST_CANVAS = 2.5;

  /**
   * Draws a placement: a canvas whose sides are each 1.5 to 2.5 times the enlarged frame's, the
   * frame anywhere on it.
   *
   * @param random the generator
   * @param smallest scale
   * @param largest scale
   * @param degrees largest angle to either side
   * @return the placement; apart from the rotation, the frame lies within the canvas
   */
  static Placement draw(RandomGenerator random, double smallest, double largest, double degrees) {
    double scale = between(random, smallest, largest);
    double frame = FRAME * scale;
    int width = (int) (frame * between(random, SMALLEST_CANVAS, LARGEST_CANVAS));
    int height = (int) (frame * between(random, SMALLEST_CANVAS, LARGEST_CANVAS));
    double x = (width - frame) * random.nextDouble();
    double y = (height - frame) * random.nextDouble();
    double angle = Math.toRadians(degrees * (2 * random.nextDouble() - 1));
    return new Placement(width, height, scale, x, y, angle);
  }

  /**
   * Returns the mapping from the character's pixels to the picture's, which rotates about the
   * frame's centre.
   */
  AffineTransform transform() {
    double half = FRAME * scale / 2;
    AffineTransform transform = AffineTransform.getRotateInstance(angle, x + half, y + half);
    transform.translate(x, y);
    transform.scale(scale, scale);
    return transform;
  }

  static double between(RandomGenerator random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
