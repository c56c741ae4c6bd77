package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Runs.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    List<Piece> written = written(pieces, letterHeight(pieces));
    check(written);
    List<Piece> ink = blotches.remove(written, runs);
    double height = letterHeight(ink);
    // Blotches may be larger than letters, or smaller.
    written = written(ink, height);
    List<List<Glyph>> rows =
        Rows.of(Marks.join(written, height), height).stream()
            .map(row -> Overlaps.join(row, height))
            .toList();
    return new Layout(rows, Spaces.of(rows, height));
  }

  /** Returns the pieces that are no specks or ruled lines beside letters of a height. */
  private static List<Piece> written(List<Piece> pieces, double height) {
    return pieces.stream()
        .filter(piece -> piece.box().longer() >= SPECK * height)
        .filter(piece -> !piece.isThin() || piece.box().longer() < RULED_LINE * height)
        .toList();
  }

  private static void check(List<Piece> written) {
    if (written.size() > MAX_PIECES) {
      throw Messages.illegal(
          "picture has %d pieces of ink, expected at most %d: it shows no characters, or noise",
          written.size(), MAX_PIECES);
    }
  }

  /**
   * Pieces that make one character.
   *
   * @param box around them
   * @param pieces at least one
   */
  record Glyph(PixelBox box, List<Piece> pieces) {
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

  /**
   * Returns how high the characters are, what everything else is measured by: the height that half
   * of the ink does not reach, in pixels. Each pixel counts by the size of its piece, so that a
   * thousand specks do not outweigh ten letters. Lines count only where there is nothing else: they
   * may be ruled, and of any length.
   *
   * @param pieces at least one
   */
  private static double letterHeight(List<Piece> pieces) {
    List<Piece> shapes = pieces.stream().filter(piece -> !piece.isThin()).toList();
    List<Piece> measured = shapes.isEmpty() ? pieces : shapes;
    List<Piece> lowestFirst =
        measured.stream().sorted(Comparator.comparingInt(Layout::height)).toList();
    double total = measured.stream().mapToDouble(Layout::weight).sum();
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

  /**
   * Which gaps between characters are as wide as between words. Where characters stand in cells, or
   * as evenly, an empty cell is one; otherwise a gap that is much wider than the usual ones.
   */
  static final class Spaces {
    /** A space is at least this part of the letters' height. */
    private static final double MIN_HEIGHT_PART = 0.5;

    /** And so many times the gap between letters. */
    private static final double MIN_GAPS = 2.2;

    /** Fewer characters may stand evenly by chance. */
    private static final int MIN_CELLS = 5;

    /** How far from a whole number of cells the distance of characters may be, in cells. */
    private static final double OFF_CENTRE = 0.17;

    /** How many of the distances are no further off. */
    private static final double MIN_EVEN_PART = 0.8;

    /** A cell was left empty where the distance is nearer to two of them than to one. */
    private static final double EMPTY_CELL = 1.5;

    private final List<List<Glyph>> rows;
    private final double least;
    private final double[] pitches;

    private Spaces(List<List<Glyph>> rows, double least, double[] pitches) {
      this.rows = rows;
      this.least = least;
      this.pitches = pitches;
    }

    /** Measures rows, each from the left to the right, of letters of a height in pixels. */
    static Spaces of(List<List<Glyph>> rows, double height) {
      double[] gaps = rows.stream().flatMapToDouble(row -> neighbours(row, Spaces::gap)).toArray();
      double least = Math.max(MIN_HEIGHT_PART * height, MIN_GAPS * usual(gaps));
      return new Spaces(rows, least, rows.stream().mapToDouble(Spaces::pitch).toArray());
    }

    /** Tells whether there is a space to the left of a character. */
    boolean before(int row, int position) {
      if (position == 0) {
        return false;
      }
      Glyph left = rows.get(row).get(position - 1);
      Glyph right = rows.get(row).get(position);
      return pitches[row] > 0
          ? distance(left, right) >= EMPTY_CELL * pitches[row]
          : gap(left, right) >= least;
    }

    /** From the middle of a cell to that of the next, or 0 where characters stand unevenly. */
    private static double pitch(List<Glyph> row) {
      double[] distances = neighbours(row, Spaces::distance).toArray();
      double pitch = usual(distances);
      long even =
          IntStream.range(0, distances.length)
              .mapToDouble(i -> distances[i] / pitch)
              .filter(cells -> Math.abs(cells - Math.max(1, Math.rint(cells))) <= OFF_CENTRE)
              .count();
      return row.size() >= MIN_CELLS && even >= MIN_EVEN_PART * distances.length ? pitch : 0;
    }

    private static DoubleStream neighbours(
        List<Glyph> row, ToDoubleBiFunction<Glyph, Glyph> measure) {
      return IntStream.range(1, row.size())
          .mapToDouble(i -> measure.applyAsDouble(row.get(i - 1), row.get(i)));
    }

    /**
     * Returns the lower quartile: even where every second gap is a space, it is one between
     * letters.
     */
    private static double usual(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted.length == 0 ? 0 : Math.max(0, sorted[(sorted.length - 1) / 4]);
    }

    /** Returns the columns between two characters, below 0 where they overlap. */
    private static double gap(Glyph left, Glyph right) {
      return -left.box().overlapX(right.box());
    }

    private static double distance(Glyph left, Glyph right) {
      return right.box().centreX() - left.box().centreX();
    }
  }

  /** Tells the frames and grids of forms from characters: a character holds no other characters. */
  static final class Frames {
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

    /** Returns the pieces without those that are frames or grids, the largest box first. */
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

    /**
     * Returns how many pieces stand in its box that are large enough to be characters; 2 for any
     * more.
     */
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

    private static boolean sameSize(PixelBox cell, PixelBox other) {
      return Math.abs(cell.width() - other.width()) <= SAME_SIZE * cell.width()
          && Math.abs(cell.height() - other.height()) <= SAME_SIZE * cell.height();
    }

    private boolean hasFourSides(Piece piece) {
      PixelBox box = piece.box();
      int depthX = (int) Math.ceil(SIDE_DEPTH * box.width());
      int depthY = (int) Math.ceil(SIDE_DEPTH * box.height());
      PixelBox left = new PixelBox(box.left(), box.top(), box.left() + depthX, box.bottom());
      PixelBox right = new PixelBox(box.right() - depthX, box.top(), box.right(), box.bottom());
      PixelBox top = new PixelBox(box.left(), box.top(), box.right(), box.top() + depthY);
      PixelBox bottom = new PixelBox(box.left(), box.bottom() - depthY, box.right(), box.bottom());
      return covered(piece, left, true) >= SIDE_PART * box.height()
          && covered(piece, right, true) >= SIDE_PART * box.height()
          && covered(piece, top, false) >= SIDE_PART * box.width()
          && covered(piece, bottom, false) >= SIDE_PART * box.width();
    }

    /** Returns in how many rows, or columns, of a part of its box a piece has ink. */
    private int covered(Piece piece, PixelBox part, boolean rows) {
      BitSet covered = new BitSet();
      runs.visit(
          part,
          (id, y, begin, end) -> {
            if (id == piece.id()) {
              covered.set(rows ? y : begin, rows ? y + 1 : end);
            }
          });
      return covered.cardinality();
    }
  }

  /** Joins the pieces of one character that stand over each other or within each other in a row. */
  static final class Overlaps {
    /** Pieces over each other share this part of the narrower one's width. */
    private static final double SHARED_WIDTH = 0.5;

    /** Pieces over each other share at most this part of the lower one's height. */
    private static final double SHARED_HEIGHT = 0.3;

    /** Pieces that share more of the height share this part of the narrower one's width. */
    private static final double MOSTLY = 0.7;

    /** And the lower of them is no letter: it is not as high, in letter heights. */
    private static final double LOW = 0.7;

    /** What ends above its neighbour's middle, and is less high than this, stands on nothing. */
    private static final double HANGING = 0.5;

    /** It belongs to the neighbour over which it reaches, or nearly: within this gap. */
    private static final double HANGING_GAP = 0.04;

    /** A piece within another has this part of its box there. */
    private static final double WITHIN = 0.8;

    /** Together they are not higher, in letter heights. */
    private static final double MOST_HEIGHT = 1.5;

    /** How many of the next in the row are looked at. */
    private static final int REACH = 3;

    private Overlaps() {}

    /**
     * Joins what belongs together in a row, from the left to the right, of letters of a height in
     * pixels.
     */
    static List<Glyph> join(List<Glyph> row, double height) {
      List<Glyph> joined = new ArrayList<>();
      for (Glyph glyph : row) {
        Glyph whole = glyph;
        for (int i = joined.size() - 1; i >= Math.max(0, joined.size() - REACH); i--) {
          if (belong(joined.get(i).box(), whole.box(), height)) {
            whole = joined.remove(i).with(whole);
          }
        }
        joined.add(whole);
      }
      return joined;
    }

    private static boolean belong(PixelBox a, PixelBox b, double height) {
      if (a.with(b).height() > MOST_HEIGHT * height) {
        return false;
      }
      double width = a.sharedX(b);
      PixelBox lower = a.height() < b.height() ? a : b;
      PixelBox higher = lower == a ? b : a;
      boolean over = width >= SHARED_WIDTH && a.sharedY(b) <= SHARED_HEIGHT;
      boolean beside = width >= MOSTLY && lower.height() < LOW * height;
      boolean hanging =
          a.overlapX(b) >= -HANGING_GAP * height
              && lower.bottom() <= higher.centreY()
              && lower.height() < HANGING * height;
      long shared = (long) Math.max(0, a.overlapX(b)) * Math.max(0, a.overlapY(b));
      boolean within = shared >= WITHIN * Math.min(a.pixels(), b.pixels());
      return over || beside || hanging || within;
    }
  }

  /**
   * Joins marks, pieces much lower than the characters, to the characters that they belong to: the
   * dot of an i, the bar of a 5, the end of a broken stroke; and those that stand over each other
   * to characters of their own, as in = and :. What then is left is a dash where it is long, and
   * otherwise dust, a point or a comma. All lengths are in letter heights.
   */
  static final class Marks {
    private static final double MOST_HEIGHT = 0.38;

    /** Shorter marks are characters only together. */
    private static final double DOT = 0.25;

    /**
     * What hangs so high, as a part of the body from its top, may also stand a little beside it.
     */
    private static final double HANGING = 0.35;

    /** The dot of a slanted i, the loose bar of a 5. */
    private static final double BESIDE = 0.12;

    private static final double MOST_GAP_ABOVE = 0.55;
    private static final double MOST_GAP_BELOW = 0.25;

    /** A body together with its marks is not higher. */
    private static final double MOST_JOINED_HEIGHT = 1.7;

    /** What preprocessing would take for a speck beside its body is no mark. */
    private static final int SMALLEST_PART = 40;

    private static final double MOST_PAIR_GAP = 0.7;
    private static final double MIN_PAIR_AREA = 0.008;
    private static final double MIN_SHARED = 0.5;

    private final double height;
    private final List<Glyph> bodies = new ArrayList<>();
    private final List<Glyph> marks = new ArrayList<>();

    private Marks(List<Piece> pieces, double height) {
      this.height = height;
      for (Piece piece : pieces) {
        (piece.box().height() < MOST_HEIGHT * height ? marks : bodies).add(Glyph.of(piece));
      }
      marks.sort(Comparator.comparingInt(Glyph::area).reversed());
    }

    /**
     * Joins marks: returns the characters so far, in no order, of letters of a height in pixels.
     */
    static List<Glyph> join(List<Piece> pieces, double height) {
      return new Marks(pieces, height).join();
    }

    private List<Glyph> join() {
      List<Glyph> left = new ArrayList<>();
      List<PixelBox> boxes = bodies.stream().map(Glyph::box).toList();
      for (Glyph mark : marks) {
        int nearest = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < boxes.size(); i++) {
          double gap = gap(mark, boxes.get(i), bodies.get(i));
          if (gap < least) {
            least = gap;
            nearest = i;
          }
        }
        if (nearest < 0) {
          left.add(mark);
        } else {
          bodies.set(nearest, bodies.get(nearest).with(mark));
        }
      }
      List<Glyph> glyphs = new ArrayList<>(bodies);
      glyphs.addAll(pairs(left));
      return glyphs;
    }

    /** Returns how far a mark is from a body, or infinity where they do not belong together. */
    private double gap(Glyph mark, PixelBox body, Glyph joined) {
      PixelBox box = mark.box();
      int rows = Math.max(0, -box.overlapY(body));
      int columns = Math.max(0, -box.overlapX(body));
      boolean isAbove = box.centreY() < body.centreY();
      boolean isHanging = box.bottom() <= body.top() + HANGING * body.height();
      boolean belongs =
          (box.sharedX(body) >= MIN_SHARED || isHanging && columns <= BESIDE * height)
              && rows <= (isAbove ? MOST_GAP_ABOVE : MOST_GAP_BELOW) * height
              && joined.box().with(box).height() <= MOST_JOINED_HEIGHT * height
              && (long) mark.area() * SMALLEST_PART >= joined.area();
      return belongs ? rows + columns : Double.POSITIVE_INFINITY;
    }

    /** Marks over each other as one character, and long ones alone. */
    private List<Glyph> pairs(List<Glyph> left) {
      List<Glyph> glyphs = new ArrayList<>();
      boolean[] used = new boolean[left.size()];
      for (int i = 0; i < left.size(); i++) {
        Glyph mark = left.get(i);
        if (used[i] || mark.area() < MIN_PAIR_AREA * height * height) {
          continue;
        }
        Optional<Integer> partner = partner(left, used, i);
        if (partner.isPresent()) {
          used[partner.get()] = true;
          glyphs.add(mark.with(left.get(partner.get())));
        } else if (mark.box().width() >= DOT * height) {
          glyphs.add(mark);
        }
      }
      return glyphs;
    }

    private Optional<Integer> partner(List<Glyph> left, boolean[] used, int first) {
      Glyph mark = left.get(first);
      for (int i = first + 1; i < left.size(); i++) {
        Glyph other = left.get(i);
        boolean alike = 2 * other.area() >= mark.area();
        int gap = -mark.box().overlapY(other.box());
        boolean isOver = mark.box().sharedX(other.box()) >= MIN_SHARED;
        if (!used[i] && alike && isOver && gap >= 0 && gap <= MOST_PAIR_GAP * height) {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    }
  }
}
