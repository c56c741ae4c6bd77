package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.PixelBox;
import java.util.List;

/**
 * The connected pieces of a picture's ink, by pixel.
 *
 * @param labels the label of each pixel's piece, {@code [height * width]}, 0 without ink
 * @param all the pieces, in the order of their first pixels and of their labels
 */
record Components(int[] labels, List<Component> all) {

  /**
   * A connected piece of ink.
   *
   * @param label of its pixels, 1 for the first piece
   * @param box around it
   * @param ink the sum of its pixels
   */
  record Component(int label, PixelBox box, long ink) {
    /** Returns the longer side of its box. */
    int length() {
      return box.longer();
    }
  }

  /**
   * Finds the pieces.
   *
   * @param ink uint8 {@code [height * width]}, row-major
   * @param threshold the lowest level of ink, 1 to 255
   */
  static Components of(byte[] ink, int width, int height, int threshold) {
    Runs runs = Runs.find(ink, width, height, threshold);
    int[] labels = new int[width * height];
    long[] sums = new long[runs.pieceCount()];
    runs.visit(
        new PixelBox(0, 0, width, height),
        (piece, y, begin, end) -> {
          for (int pixel = y * width + begin; pixel < y * width + end; pixel++) {
            labels[pixel] = piece + 1;
            sums[piece] += ink[pixel] & 0xFF;
          }
        });
    return new Components(
        labels,
        runs.pieces(1).stream()
            .map(piece -> new Component(piece.id() + 1, piece.box(), sums[piece.id()]))
            .toList());
  }

  /** Clears the ink of the pieces whose labels are marked, and returns whether there are any. */
  boolean erase(byte[] ink, boolean[] gone) {
    if (all.stream().noneMatch(piece -> gone[piece.label()])) {
      return false;
    }
    for (int i = 0; i < ink.length; i++) {
      ink[i] = gone[labels[i]] ? 0 : ink[i];
    }
    return true;
  }
}
