package io.github.emnist.data.preprocess;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Tells the frames and grids of forms from characters: a character holds no other characters. */
final class Frames {
  /** Only so many of the largest pieces are looked at: a form has no more cells. */
  private static final int MOST_CANDIDATES = 1000;

  /** And of pictures with many thousands of pieces fewer, since each is held against all. */
  private static final int MOST_COMPARISONS = 5_000_000;

  /** What a frame holds is longer than so many times the thickness of the frame's lines. */
  private static final double CONTENT_IN_THICKNESSES = 3;

  private static final int MIN_CONTENT = 8;

  /** A character that holds two others by chance, as a C may, has more ink in its box. */
  private static final double MOST_FILL = 0.3;

  /** How deep from its box's side, as a part of the box, a side of a frame may lie: tilted. */
  private static final double SIDE_DEPTH = 0.15;

  /** How much of a side of a frame is there; of a handwritten O no side has more than 0.8. */
  private static final double SIDE_PART = 0.9;

  /** How much the sizes of a form's cells differ at most, as a part. */
  private static final double SAME_SIZE = 0.15;

  private final Runs runs;
  private final List<Piece> largestFirst;

  private Frames(Runs runs, List<Piece> pieces) {
    this.runs = runs;
    this.largestFirst =
        pieces.stream()
            .sorted(Comparator.comparingLong((Piece piece) -> piece.box().pixels()).reversed())
            .toList();
  }

  /** The pieces without those that are frames or grids, the largest box first. */
  static List<Piece> remove(List<Piece> pieces, Runs runs) {
    return new Frames(runs, pieces).remove();
  }

  private List<Piece> remove() {
    List<Piece> frames = new ArrayList<>();
    List<Piece> cells = new ArrayList<>();
    int count = Math.min(MOST_CANDIDATES, MOST_COMPARISONS / Math.max(1, largestFirst.size()));
    List<Piece> candidates = largestFirst.subList(0, Math.min(count, largestFirst.size()));
    for (Piece piece : candidates) {
      int content = content(piece);
      if (content >= 1 && hasFourSides(piece)) {
        cells.add(piece);
      } else if (content >= 2 && piece.fill() < MOST_FILL) {
        frames.add(piece);
      }
    }
    for (Piece piece : candidates) {
      boolean isEmptyCell =
          !cells.contains(piece)
              && cells.stream().anyMatch(cell -> sameSize(cell.box(), piece.box()))
              && hasFourSides(piece);
      if (isEmptyCell) {
        frames.add(piece);
      }
    }
    frames.addAll(cells);
    BitSet removed = new BitSet();
    frames.forEach(frame -> removed.set(frame.id()));
    return largestFirst.stream().filter(piece -> !removed.get(piece.id())).toList();
  }

  /** How many pieces stand in its box that are large enough to be characters; 2 for any more. */
  private int content(Piece frame) {
    double least = Math.max(MIN_CONTENT, CONTENT_IN_THICKNESSES * frame.thickness());
    int found = 0;
    for (int i = largestFirst.size() - 1; i >= 0 && found < 2; i--) {
      Piece piece = largestFirst.get(i);
      if (piece.box().pixels() >= frame.box().pixels()) {
        return found;
      }
      found += piece.box().longer() >= least && frame.box().contains(piece.box()) ? 1 : 0;
    }
    return found;
  }

  private static boolean sameSize(Box cell, Box other) {
    return Math.abs(cell.width() - other.width()) <= SAME_SIZE * cell.width()
        && Math.abs(cell.height() - other.height()) <= SAME_SIZE * cell.height();
  }

  private boolean hasFourSides(Piece piece) {
    Box box = piece.box();
    int depthX = (int) Math.ceil(SIDE_DEPTH * box.width());
    int depthY = (int) Math.ceil(SIDE_DEPTH * box.height());
    Box left = new Box(box.left(), box.top(), box.left() + depthX, box.bottom());
    Box right = new Box(box.right() - depthX, box.top(), box.right(), box.bottom());
    Box top = new Box(box.left(), box.top(), box.right(), box.top() + depthY);
    Box bottom = new Box(box.left(), box.bottom() - depthY, box.right(), box.bottom());
    return rows(piece, left) >= SIDE_PART * box.height()
        && rows(piece, right) >= SIDE_PART * box.height()
        && columns(piece, top) >= SIDE_PART * box.width()
        && columns(piece, bottom) >= SIDE_PART * box.width();
  }

  /** In how many rows of a part of its box a piece has ink. */
  private int rows(Piece piece, Box part) {
    BitSet rows = new BitSet();
    runs.visit(
        part,
        (id, y, begin, end) -> {
          if (id == piece.id()) {
            rows.set(y);
          }
        });
    return rows.cardinality();
  }

  /** In how many columns of a part of its box a piece has ink. */
  private int columns(Piece piece, Box part) {
    BitSet columns = new BitSet();
    runs.visit(
        part,
        (id, y, begin, end) -> {
          if (id == piece.id()) {
            columns.set(begin, end);
          }
        });
    return columns.cardinality();
  }
}
