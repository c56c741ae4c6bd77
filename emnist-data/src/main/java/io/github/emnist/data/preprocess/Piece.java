package io.github.emnist.data.preprocess;

/**
 * Ink that hangs together, at the sides or corners of pixels.
 *
 * @param id its number in {@link Runs}
 * @param box around it
 * @param area in pixels
 * @param perimeter in pixel sides, of holes too
 */
record Piece(int id, Box box, int area, int perimeter) {
  /** How thick its strokes are: a stroke's perimeter is about twice its length. */
  double thickness() {
    return 2.0 * area / perimeter;
  }

  /** How much of its box is ink, up to 1. */
  double fill() {
    return (double) area / box.pixels();
  }

  /** A straight line, or nearly. */
  boolean isThin() {
    return box.longer() >= 8 * box.shorter();
  }
}
