package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.Components.Component;
import io.github.emnist.data.preprocess.NormaliseStrokes.Pen;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Comparator;
import java.util.Optional;

/**
 * Removes specks: pieces that hold next to nothing of what the largest piece holds, and that are
 * too small for the pen. With a thin pen, the dot of an i holds next to nothing too, but it is as
 * large as the pen is wide.
 */
enum RemoveDust implements Step {
  /** All that is not paper counts: for pictures of EMNIST's size, whose strokes may be faint. */
  ALL_INK(1),

  /** What is fainter than a quarter joins nothing: the haze of stained paper. */
  CLEAR_INK(Draft.CLEAR);

  /** A piece with less than this part of the largest piece's ink may be a speck. */
  private static final int SMALLEST_PART = 40;

  /** The least that a pen leaves where it touches paper, as a part of its width's square. */
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
    double pen = Pen.width(image, largest.get().box(), i -> pieces.label(i) == label);
    double smallest =
        Math.min((double) largest.get().ink() / SMALLEST_PART, FULL * SMALLEST_DOT * pen * pen);
    boolean[] speck = new boolean[pieces.all().size() + 1];
    pieces.all().forEach(piece -> speck[piece.label()] = piece.ink() < smallest);
    return pieces.erase(ink, speck)
        ? draft.with("specks", GrayImage.of(image.width(), image.height(), ink))
        : known;
  }
}
