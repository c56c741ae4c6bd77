package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.Components.Component;
import io.github.emnist.data.preprocess.NormaliseStrokes.Pen;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Comparator;
import java.util.Optional;

/**
 * Removes specks: pieces with much less ink than the largest piece that are smaller than the pen.
 * With a thin pen, the dot of an i has little ink too, but it is as large as the pen is wide.
 */
enum RemoveDust implements Step {
  /** For pictures of EMNIST's size, whose strokes may be faint: all but paper counts. */
  ALL_INK(1),

  /** Ink fainter than a quarter, the haze of stained paper, joins no pieces. */
  CLEAR_INK(Draft.CLEAR);

  /** The divisor of the largest piece's ink below which a piece may be a speck. */
  static final int SMALLEST_PART = 40;

  /** The least ink of a pen's dot, relative to the square of the pen's width. */
  private static final double SMALLEST_DOT = 0.5;

  private static final int FULL = 255;

  private final int least;

  RemoveDust(int least) {
    this.least = least;
  }

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    byte[] ink = image.toBytes();
    Draft known = least == Draft.CLEAR ? draft.withPieces() : draft;
    Components pieces =
        least == Draft.CLEAR
            ? known.pieces()
            : Components.of(ink, image.width(), image.height(), least);
    Optional<Component> largest =
        pieces.all().stream().max(Comparator.comparingLong(Component::ink));
    if (largest.isEmpty() || pieces.all().size() == 1) {
      return known;
    }
    int label = largest.get().label();
    double pen = Pen.width(image, largest.get().box(), i -> pieces.labels()[i] == label);
    double smallest =
        Math.min((double) largest.get().ink() / SMALLEST_PART, FULL * SMALLEST_DOT * pen * pen);
    boolean[] speck = new boolean[pieces.all().size() + 1];
    pieces.all().forEach(piece -> speck[piece.label()] = piece.ink() < smallest);
    return pieces.erase(ink, speck)
        ? draft.with("specks", GrayImage.of(image.width(), image.height(), ink))
        : known;
  }
}
