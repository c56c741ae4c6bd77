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
 * Finds the pieces of ink that are characters, and their places in the text.
 *
 * @param rows from top to bottom, each from left to right
 * @param spaces between words
 */
record Layout(List<List<Glyph>> rows, Spaces spaces) {
  /** The least longer side of a piece that is not noise, in pixels. */
  private static final int MIN_SIDE = 3;

  /** The least longer side of a piece that is not noise, in letter heights. */
  private static final double SPECK = 0.07;

  /** The least length of a ruled line, in letter heights. */
  private static final double RULED_LINE = 2.5;

  /** More than any sheet of paper has; keeps pairwise comparisons fast. */
  private static final int MAX_PIECES = 10_000;

  /** Finds the characters; throws {@link IllegalArgumentException} if there are too many pieces. */
  static Layout of(Runs runs, Blotches blotches) {
    List<Piece> pieces = Frames.remove(runs.pieces(MIN_SIDE), runs);
    if (pieces.isEmpty()) {
      return new Layout(List.of(), Spaces.of(List.of(), 0));
    }
    List<Piece> written = written(pieces, letterHeight(pieces));
    if (written.size() > MAX_PIECES) {
      throw Messages.illegal(
          "found %d pieces of ink, expected at most %d: the picture shows no characters, or noise",
          written.size(), MAX_PIECES);
    }
    List<Piece> ink = blotches.remove(written, runs);
    double height = letterHeight(ink);
    // Blotches may be larger or smaller than letters.
    written = written(ink, height);
    List<List<Glyph>> rows =
        Rows.of(Marks.join(written, height), height).stream()
            .map(row -> Overlaps.join(row, height))
            .toList();
    return new Layout(rows, Spaces.of(rows, height));
  }

  /** Returns the pieces that are not specks or ruled lines, for letters of a given height. */
  private static List<Piece> written(List<Piece> pieces, double height) {
    return pieces.stream()
        .filter(piece -> piece.box().longer() >= SPECK * height)
        .filter(piece -> !piece.isThin() || piece.box().longer() < RULED_LINE * height)
        .toList();
  }

  /** The pieces of a character, at least one, and the box around them. */
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
   * Returns the height of the characters in pixels, the unit of everything else: the height that
   * half of the ink does not reach. Each pixel counts by the size of its piece, so that a thousand
   * specks do not outweigh ten letters. Lines, which may be ruled, count only if there is nothing
   * else.
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

  /** Returns the height of a piece; for a horizontal stroke, such as a minus, its length. */
  private static int height(Piece piece) {
    return piece.isThin() ? piece.box().longer() : piece.box().height();
  }

  private static double weight(Piece piece) {
    return (double) piece.area() * piece.area();
  }

  /**
   * The spaces between words. If characters are in cells, or as evenly spaced, a space is an empty
   * cell; otherwise it is a gap much wider than the usual ones.
   */
  record Spaces(List<List<Glyph>> rows, double least, double[] pitches) {
    /** The least width of a space, relative to the letters' height. */
    private static final double MIN_HEIGHT_PART = 0.5;

    /** The least width of a space, relative to the gap between letters. */
    private static final double MIN_GAPS = 2.2;

    /** Fewer characters may be evenly spaced by chance. */
    private static final int MIN_CELLS = 5;

    /** The largest deviation of a distance from a whole number of cells, in cells. */
    private static final double OFF_CENTRE = 0.17;

    /** The least part of the distances within that deviation. */
    private static final double MIN_EVEN_PART = 0.8;

    /** The least distance around an empty cell, in cells. */
    private static final double EMPTY_CELL = 1.5;

    /** Measures rows, each from left to right, of letters of a height in pixels. */
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

    /** Returns the distance between the centres of cells, or 0 if the spacing is uneven. */
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

    /** Returns the lower quartile: a gap between letters even if every second gap is a space. */
    private static double usual(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return sorted.length == 0 ? 0 : Math.max(0, sorted[(sorted.length - 1) / 4]);
    }

    /** Returns the number of columns between two characters, below 0 if they overlap. */
    private static double gap(Glyph left, Glyph right) {
      return -left.box().overlapX(right.box());
    }

    private static double distance(Glyph left, Glyph right) {
      return right.box().centreX() - left.box().centreX();
    }
  }

  /** Separates the frames and grids of forms from characters, which contain no other characters. */
  static final class Frames {
    /** The number of largest pieces that are checked: more than a form has cells. */
    private static final int MOST_CANDIDATES = 1000;

    /** Bounds the work for pictures with many thousands of pieces, which are compared with all. */
    private static final int MOST_COMPARISONS = 5_000_000;

    /** The least length of a frame's content, in thicknesses of the frame's lines. */
    private static final double CONTENT_IN_THICKNESSES = 3;

    private static final int MIN_CONTENT = 8;

    /** A character that contains two others by chance, as a C may, fills more of its box. */
    private static final double MOST_FILL = 0.3;

    /** The depth of a side of a tilted frame, relative to its box. */
    private static final double SIDE_DEPTH = 0.15;

    /** The least covered part of a side of a frame; a handwritten O has at most 0.8. */
    private static final double SIDE_PART = 0.9;

    /** The largest relative difference in size between a form's cells. */
    private static final double SAME_SIZE = 0.15;

    private final Runs runs;
    private final List<Piece> largestFirst;

    private Frames(List<Piece> pieces, Runs runs) {
      this.runs = runs;
      this.largestFirst =
          pieces.stream()
              .sorted(Comparator.comparingLong((Piece piece) -> piece.box().pixels()).reversed())
              .toList();
    }

    /** Returns the pieces that are not frames or grids, the largest box first. */
    static List<Piece> remove(List<Piece> pieces, Runs runs) {
      return new Frames(pieces, runs).remove();
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

    /** Counts the pieces in a frame's box that are large enough for characters, up to 2. */
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

    /** Returns the number of rows, or columns, of a part of its box in which a piece has ink. */
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

  /** Joins the pieces of a character that are above each other or within each other in a row. */
  static final class Overlaps {
    /** The least common width of pieces above each other, relative to the narrower one. */
    private static final double SHARED_WIDTH = 0.5;

    /** The largest common height of pieces above each other, relative to the lower one. */
    private static final double SHARED_HEIGHT = 0.3;

    /** The least common width of pieces with more common height, relative to the narrower one. */
    private static final double MOSTLY = 0.7;

    /** The largest height of the lower of these, which is not a letter, in letter heights. */
    private static final double LOW = 0.7;

    /** The largest height of a piece that ends above its neighbour's middle, in letter heights. */
    private static final double HANGING = 0.5;

    /** The largest gap between such a piece and the neighbour to which it belongs. */
    private static final double HANGING_GAP = 0.04;

    /** The least part of its box that a piece within another shares. */
    private static final double WITHIN = 0.8;

    /** The largest height of joined pieces, in letter heights. */
    private static final double MOST_HEIGHT = 1.5;

    /** The number of neighbours in the row that are compared. */
    private static final int REACH = 3;

    private Overlaps() {}

    /** Joins pieces in a row, from left to right, of letters of a height in pixels. */
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
   * Joins marks, pieces much lower than the characters, to their characters: the dot of an i, the
   * bar of a 5, the end of a broken stroke. Marks above each other form a character, such as = and
   * :. Of the others, long ones are dashes, and the rest is dust, points or commas. All lengths are
   * in letter heights.
   */
  static final class Marks {
    private static final double MOST_HEIGHT = 0.38;

    /** The least width of a mark that is a character alone. */
    private static final double DOT = 0.25;

    /** The depth below a body's top down to which marks may also be beside it. */
    private static final double HANGING = 0.35;

    /** The largest gap beside a body, as for the dot of a slanted i or the loose bar of a 5. */
    private static final double BESIDE = 0.12;

    private static final double MOST_GAP_ABOVE = 0.55;
    private static final double MOST_GAP_BELOW = 0.25;

    /** The largest height of a body with its marks. */
    private static final double MOST_JOINED_HEIGHT = 1.7;

    /** Smaller parts of a body's area are specks to preprocessing, and no marks. */
    private static final int SMALLEST_PART = RemoveDust.SMALLEST_PART;

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

    /** Joins marks of letters of a height in pixels and returns the characters, in no order. */
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

    /** Returns the distance of a mark from a body, or infinity if they do not belong together. */
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

    /** Returns marks above each other as one character, and long ones alone. */
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
