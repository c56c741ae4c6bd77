package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.PixelBox;
import java.util.List;

/** The connected pieces of a picture's ink, as {@link Runs} finds them, by pixel. */
final class Components {
  private final int[] labels;
  private final List<Component> all;

  private Components(int[] labels, List<Component> all) {
    this.labels = labels;
    this.all = all;
  }

  /**
   * One piece.
   *
   * @param label of its pixels, 1 for the first piece
   * @param box around it
   * @param ink the sum of its pixels
   */
  record Component(int label, PixelBox box, long ink) {
    /** Returns the longer side of its box, in pixels. */
    int length() {
      return box.longer();
    }
  }

  /**
   * Finds the pieces.
   *
   * @param ink uint8 {@code [height * width]}, row-major
   * @param threshold the least that counts as ink, 1 to 255
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

  /** Returns the pieces, in the order of their first pixels and of their labels. */
  List<Component> all() {
    return all;
  }

  /** Clears the ink of the pieces whose labels are marked; returns whether there are any. */
  boolean erase(byte[] ink, boolean[] gone) {
    if (all.stream().noneMatch(piece -> gone[piece.label()])) {
      return false;
    }
    for (int i = 0; i < ink.length; i++) {
      ink[i] = gone[labels[i]] ? 0 : ink[i];
    }
    return true;
  }

  /** Returns the label of the piece of a pixel, {@code y * width + x}; 0 where there is no ink. */
  int label(int pixel) {
    return labels[pixel];
  }
}
