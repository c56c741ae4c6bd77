package io.github.emnist.data.preprocess;

import java.util.Comparator;
import java.util.List;

/** How high the characters of a picture are: what everything else is measured by. */
final class LetterHeight {
  private LetterHeight() {}

  /**
   * The height that half of the ink does not reach. Each pixel counts by the size of its piece, so
   * that a thousand specks do not outweigh ten letters. Lines count only where there is nothing
   * else: they may be ruled, and of any length.
   *
   * @param pieces at least one
   * @return in pixels
   */
  static double of(List<Piece> pieces) {
    List<Piece> shapes = pieces.stream().filter(piece -> !piece.isThin()).toList();
    List<Piece> measured = shapes.isEmpty() ? pieces : shapes;
    List<Piece> lowestFirst =
        measured.stream().sorted(Comparator.comparingInt(LetterHeight::height)).toList();
    double total = measured.stream().mapToDouble(LetterHeight::weight).sum();
    double below = 0;
    for (Piece piece : lowestFirst) {
      below += weight(piece);
      if (2 * below >= total) {
        return height(piece);
      }
    }
    throw new IllegalArgumentException("pieces must not be empty");
  }

  /** A lying stroke, such as a minus, says by its length how high the characters would be. */
  private static int height(Piece piece) {
    return piece.isThin() ? piece.box().longer() : piece.box().height();
  }

  private static double weight(Piece piece) {
    return (double) piece.area() * piece.area();
  }
}
