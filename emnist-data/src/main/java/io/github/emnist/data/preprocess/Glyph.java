package io.github.emnist.data.preprocess;

import java.util.List;
import java.util.stream.Stream;

/**
 * Pieces that make one character.
 *
 * @param box around them
 * @param pieces at least one
 */
record Glyph(Box box, List<Piece> pieces) {
  static Glyph of(Piece piece) {
    return new Glyph(piece.box(), List.of(piece));
  }

  Glyph with(Glyph other) {
    return new Glyph(
        box.with(other.box), Stream.concat(pieces.stream(), other.pieces.stream()).toList());
  }

  int area() {
    return pieces.stream().mapToInt(Piece::area).sum();
  }
}
