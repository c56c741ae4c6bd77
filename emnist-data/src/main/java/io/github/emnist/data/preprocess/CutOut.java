package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.BoxReduction;

/** Cuts single characters out of a picture, without the ink of their neighbours. */
final class CutOut {
  /** How far the soft edge of a stroke reaches beyond its pixels of at least half ink. */
  private static final int SOFT_EDGE = 2;

  private static final double MARGIN = 0.15;
  private static final int MIN_MARGIN = 4;

  /** Twice what EMNIST's own conversion begins with. */
  private static final int MAX_SIDE = 256;

  private final byte[] ink;
  private final int width;
  private final int height;
  private final Runs runs;

  /** The number of each piece's glyph, 0 for none. */
  private final int[] glyphOf;

  /** Takes the array over. */
  CutOut(byte[] ink, int width, int height, Runs runs) {
    this.ink = ink;
    this.width = width;
    this.height = height;
    this.runs = runs;
    this.glyphOf = new int[runs.pieceCount()];
  }

  /** White ink on black, with a margin. Of a piece, only the last glyph that had it keeps it. */
  GrayImage of(Glyph glyph, int number) {
    glyph.pieces().forEach(piece -> glyphOf[piece.id()] = number);
    int margin = Math.max(MIN_MARGIN, (int) Math.ceil(MARGIN * glyph.box().longer()));
    Box box = glyph.box();
    Box part =
        new Box(
            box.left() - margin, box.top() - margin, box.right() + margin, box.bottom() + margin);
    boolean[] own = new boolean[Math.toIntExact(part.pixels())];
    markOwn(own, part, number);
    removeOthers(own, part, number);
    byte[] pixels = new byte[own.length];
    for (int y = Math.max(0, part.top()); y < Math.min(height, part.bottom()); y++) {
      for (int x = Math.max(0, part.left()); x < Math.min(width, part.right()); x++) {
        int pixel = (y - part.top()) * part.width() + x - part.left();
        if (own[pixel]) {
          pixels[pixel] = ink[y * width + x];
        }
      }
    }
    return BoxReduction.toFit(GrayImage.of(part.width(), part.height(), pixels), MAX_SIDE);
  }

  private void markOwn(boolean[] own, Box part, int number) {
    runs.visit(
        part,
        (piece, y, begin, end) -> {
          if (glyphOf[piece] == number) {
            for (int row = y - SOFT_EDGE; row <= y + SOFT_EDGE; row++) {
              fill(own, part, row, begin - SOFT_EDGE, end + SOFT_EDGE, true);
            }
          }
        });
  }

  private void removeOthers(boolean[] own, Box part, int number) {
    runs.visit(
        part,
        (piece, y, begin, end) -> {
          if (glyphOf[piece] != number) {
            fill(own, part, y, begin, end, false);
          }
        });
  }

  private static void fill(boolean[] own, Box part, int y, int begin, int end, boolean value) {
    int row = (y - part.top()) * part.width() - part.left();
    int last = Math.min(end, part.right());
    for (int x = Math.max(begin, part.left()); x < last; x++) {
      own[row + x] = value;
    }
  }
}
