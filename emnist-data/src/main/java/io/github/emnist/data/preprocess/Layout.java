package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.Messages;
import java.util.List;

/**
 * Which pieces of ink are characters, and where they stand in the text.
 *
 * @param rows from the top to the bottom, each from the left to the right
 * @param spaces between words
 */
record Layout(List<List<Glyph>> rows, Spaces spaces) {
  /** Shorter pieces, in pixels, are noise. */
  private static final int MIN_SIDE = 3;

  /** Shorter pieces, in letter heights, are noise. */
  private static final double SPECK = 0.07;

  /** Longer straight lines, in letter heights, are ruled. */
  private static final double RULED_LINE = 2.5;

  /** No sheet of paper holds as many, and what needs comparing with each other stays fast. */
  private static final int MAX_PIECES = 10_000;

  /**
   * Finds the characters.
   *
   * @throws IllegalArgumentException if there are more pieces than any text has
   */
  static Layout of(Runs runs, Blotches blotches) {
    List<Piece> pieces = Frames.remove(runs.pieces(MIN_SIDE), runs);
    if (pieces.isEmpty()) {
      return new Layout(List.of(), Spaces.of(List.of(), 0));
    }
    List<Piece> written = written(pieces, LetterHeight.of(pieces));
    check(written);
    List<Piece> ink = blotches.remove(written, runs);
    double height = LetterHeight.of(ink);
    // Blotches may be larger than letters, or smaller.
    written = written(ink, height);
    List<List<Glyph>> rows =
        Rows.of(Marks.join(written, height), height).stream()
            .map(row -> Overlaps.join(row, height))
            .toList();
    return new Layout(rows, Spaces.of(rows, height));
  }

  /** The pieces that are no specks or ruled lines beside letters of a height. */
  private static List<Piece> written(List<Piece> pieces, double height) {
    return pieces.stream()
        .filter(piece -> piece.box().longer() >= SPECK * height)
        .filter(piece -> !piece.isThin() || piece.box().longer() < RULED_LINE * height)
        .toList();
  }

  private static void check(List<Piece> written) {
    if (written.size() > MAX_PIECES) {
      throw new IllegalArgumentException(
          Messages.format(
              "picture has %d pieces of ink, expected at most %d: it shows no characters, or noise",
              written.size(), MAX_PIECES));
    }
  }
}
