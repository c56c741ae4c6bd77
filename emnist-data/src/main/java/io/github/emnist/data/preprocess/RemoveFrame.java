package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Components.Component;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Removes the surroundings of a character: ruled lines, the frame of a form's box, and pieces cut
 * off by the picture's rim, such as of a neighbour or a shadow. A piece that can be a character
 * must remain; otherwise the apparent frame is the character. A picture of dust alone is blank.
 */
enum RemoveFrame implements Step {
  INSTANCE;

  /** The least length of a character, as a divisor of the picture's or its frame's. */
  private static final int CHARACTER_PART = 5;

  /** The least length of ink that is not noise or dust, as a divisor of the picture's. */
  private static final int DUST_PART = 50;

  /** The tilt of a frame, as a divisor of its side. */
  private static final int BAND_PART = 10;

  /** The least part of a frame's ink along its sides; a round O has 82 % there. */
  private static final double INK_IN_BAND = 0.92;

  /** The least part of each side that is drawn. */
  private static final double DRAWN = 0.75;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    Draft known = draft.withPieces();
    Components pieces = known.pieces();
    int longest = pieces.all().stream().mapToInt(Component::length).max().orElse(0);
    if (longest * DUST_PART < Math.max(image.width(), image.height())) {
      return draft.blank();
    }
    boolean alone =
        pieces.all().size() == 1
            && !touchesRim(pieces.all().get(0).box(), image.width(), image.height());
    if (alone) {
      return known;
    }
    Draft without = without(known, pieces, Draft.CLEAR);
    // Faint lines may join the character to others and to the rim: then only strokes count as ink.
    return without == known ? without(known, null, NormaliseStrokes.EDGE) : without;
  }

  /**
   * Removes the surroundings of a character, with ink from {@code least} on; {@code found} are its
   * pieces, or null if unknown.
   */
  private static Draft without(Draft draft, Components found, int least) {
    GrayImage image = draft.image();
    int width = image.width();
    int height = image.height();
    byte[] ink = image.toBytes();
    boolean changed = RuledLines.remove(ink, width, height, least);
    Components pieces = changed || found == null ? Components.of(ink, width, height, least) : found;
    boolean[] gone = new boolean[pieces.all().size() + 1];
    markCutOff(pieces.all(), width, height, gone);
    markFrames(ink, width, pieces, gone);
    changed |= pieces.erase(ink, gone);
    return changed ? draft.with("frame", GrayImage.of(width, height, ink)) : draft;
  }

  /** Marks pieces cut off by the rim if the character, the largest piece, is elsewhere. */
  private static void markCutOff(List<Component> pieces, int width, int height, boolean[] gone) {
    int shortest = Math.max(width, height) / CHARACTER_PART;
    long character =
        pieces.stream()
            .filter(p -> !touchesRim(p.box(), width, height) && p.length() >= shortest)
            .mapToLong(Component::ink)
            .max()
            .orElse(0);
    for (Component piece : pieces) {
      gone[piece.label()] |= touchesRim(piece.box(), width, height) && piece.ink() < character;
    }
  }

  private static boolean touchesRim(PixelBox box, int width, int height) {
    return box.left() == 0 || box.top() == 0 || box.right() == width || box.bottom() == height;
  }

  private static void markFrames(byte[] ink, int width, Components pieces, boolean[] gone) {
    Optional<Component> longest =
        pieces.all().stream()
            .filter(piece -> !gone[piece.label()])
            .max(Comparator.comparingInt(Component::length));
    if (longest.isEmpty()) {
      return;
    }
    Component frame = longest.get();
    boolean hasCharacter =
        pieces.all().stream()
            .anyMatch(
                piece ->
                    piece != frame
                        && encloses(frame.box(), piece.box())
                        && piece.length() * CHARACTER_PART >= frame.length());
    if (hasCharacter && isFrame(ink, width, pieces, frame)) {
      gone[frame.label()] = true;
    }
  }

  private static boolean encloses(PixelBox outer, PixelBox inner) {
    return outer.left() < inner.left()
        && outer.top() < inner.top()
        && outer.right() > inner.right()
        && outer.bottom() > inner.bottom();
  }

  /** Detects the frame of a form's box: nearly all of its ink lies along the box's four sides. */
  private static boolean isFrame(byte[] ink, int width, Components pieces, Component piece) {
    PixelBox box = piece.box();
    int columns = box.width();
    int rows = box.height();
    int acrossX = Math.max(1, columns / BAND_PART);
    int acrossY = Math.max(1, rows / BAND_PART);
    boolean[] left = new boolean[rows];
    boolean[] right = new boolean[rows];
    boolean[] top = new boolean[columns];
    boolean[] bottom = new boolean[columns];
    long inBand = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int at = (box.top() + y) * width + box.left() + x;
        if (pieces.labels()[at] != piece.label()) {
          continue;
        }
        boolean isLeft = x < acrossX;
        boolean isRight = x >= columns - acrossX;
        boolean isTop = y < acrossY;
        boolean isBottom = y >= rows - acrossY;
        left[y] |= isLeft;
        right[y] |= isRight;
        top[x] |= isTop;
        bottom[x] |= isBottom;
        inBand += isLeft || isRight || isTop || isBottom ? ink[at] & 0xFF : 0;
      }
    }
    return inBand >= INK_IN_BAND * piece.ink()
        && part(left) >= DRAWN
        && part(right) >= DRAWN
        && part(top) >= DRAWN
        && part(bottom) >= DRAWN;
  }

  private static double part(boolean[] drawn) {
    int count = 0;
    for (boolean is : drawn) {
      count += is ? 1 : 0;
    }
    return (double) count / drawn.length;
  }

  /**
   * Removes ruled lines: thin, nearly straight, from one side of the picture to the other. Where a
   * character crosses a line, the character remains.
   */
  private static final class RuledLines {
    /** In smaller pictures, lines look like strokes. */
    private static final int MIN_SIDE = 64;

    /** The remaining ink must not reach the rim, or it was a close crop of the character. */
    private static final double CLEAR = 0.92;

    private static final int CHARACTER_PART = 6;

    private RuledLines() {}

    /**
     * Removes lines from white ink on black with levels from {@code least} on, and returns whether
     * there were any.
     */
    static boolean remove(byte[] ink, int width, int height, int least) {
      if (Math.min(width, height) < MIN_SIDE) {
        return false;
      }
      if (!anyInFirst(ink, width, 1, least) && !anyInFirst(ink, height, width, least)) {
        return false;
      }
      byte[] left = ink.clone();
      boolean across = new LineTracer(left, width, true, least).removeAll();
      boolean down = new LineTracer(left, width, false, least).removeAll();
      if (!across && !down
          || !holdsACharacter(Components.of(left, width, height, least), width, height)) {
        return false;
      }
      System.arraycopy(left, 0, ink, 0, ink.length);
      return true;
    }

    /** Tells whether there is ink in the first row or column, where lines begin. */
    private static boolean anyInFirst(byte[] ink, int count, int step, int least) {
      for (int i = 0; i < count; i++) {
        if ((ink[i * step] & 0xFF) >= least) {
          return true;
        }
      }
      return false;
    }

    private static boolean holdsACharacter(Components pieces, int width, int height) {
      for (Component piece : pieces.all()) {
        PixelBox box = piece.box();
        if (piece.length() * CHARACTER_PART >= Math.max(width, height)
            && box.width() <= CLEAR * width
            && box.height() <= CLEAR * height) {
          return true;
        }
      }
      return false;
    }
  }

  /** Follows lines from the first column of a picture to the last, or from the first row. */
  private static final class LineTracer {
    /** The width of the widest line, as a divisor of the picture's shorter side. */
    private static final int WIDEST_PART = 32;

    /** The largest missing part of a line. */
    private static final double MAX_GAPS = 0.1;

    /** The largest part of a line covered by a character. */
    private static final double MAX_COVERED = 0.5;

    /** The largest rise of a line per column. */
    private static final double MAX_SLOPE = 0.12;

    /** The rate at which the slope follows the line. */
    private static final double SLOPE_MEMORY = 0.05;

    private final byte[] ink;
    private final int columns;
    private final int rows;
    private final int columnStep;
    private final int rowStep;
    private final int widest;
    private final int least;

    /** The current line's rows in each column; -1 if none. */
    private final int[] begin;

    private final int[] end;

    /** Creates a tracer of horizontal ({@code across}) or vertical lines in ink that it changes. */
    LineTracer(byte[] ink, int width, boolean across, int least) {
      this.ink = ink;
      int height = ink.length / width;
      columns = across ? width : height;
      rows = across ? height : width;
      columnStep = across ? 1 : width;
      rowStep = across ? width : 1;
      widest = Math.max(2, Math.min(width, height) / WIDEST_PART);
      this.least = least;
      begin = new int[columns];
      end = new int[columns];
    }

    /** Erases every line and returns whether there was any. */
    boolean removeAll() {
      boolean found = false;
      for (int row = 0; row < rows; row++) {
        if (isInk(0, row) && (row == 0 || !isInk(0, row - 1))) {
          int last = runEnd(0, row);
          if (last - row <= widest && follow(row, last)) {
            erase();
            found = true;
          }
        }
      }
      return found;
    }

    private boolean follow(int firstRow, int lastRow) {
      double middle = (firstRow + lastRow - 1) / 2.0;
      double slope = 0;
      int gaps = 0;
      int covered = 0;
      for (int column = 0; column < columns; column++) {
        int near = nearest(column, (int) Math.round(middle));
        begin[column] = -1;
        if (near < 0) {
          gaps++;
          middle += slope;
        } else {
          int from = runBegin(column, near);
          int to = runEnd(column, near);
          if (to - from > widest) {
            covered++;
            if (covered > MAX_COVERED * columns) {
              return false;
            }
            middle += slope;
          } else {
            begin[column] = from;
            end[column] = to;
            double at = (from + to - 1) / 2.0;
            slope += SLOPE_MEMORY * Math.max(-1, Math.min(1, at - middle - slope));
            middle += slope + (at - middle - slope) / 2;
          }
        }
        if (Math.abs(slope) > MAX_SLOPE || gaps > MAX_GAPS * columns) {
          return false;
        }
      }
      return true;
    }

    /** Returns a row with ink at most two pixels away, or -1. */
    private int nearest(int column, int row) {
      for (int away = 0; away <= 2; away++) {
        if (isInk(column, row - away)) {
          return row - away;
        }
        if (isInk(column, row + away)) {
          return row + away;
        }
      }
      return -1;
    }

    /** Returns the first row of a run; of a run wider than a line, any row that shows it is. */
    private int runBegin(int column, int row) {
      int first = row;
      while (row - first <= widest && isInk(column, first - 1)) {
        first--;
      }
      return first;
    }

    private int runEnd(int column, int row) {
      int last = row;
      while (last - row <= widest && isInk(column, last)) {
        last++;
      }
      return last;
    }

    private boolean isInk(int column, int row) {
      return row >= 0 && row < rows && (ink[column * columnStep + row * rowStep] & 0xFF) >= least;
    }

    /** Erases a line with its soft edges. */
    private void erase() {
      for (int column = 0; column < columns; column++) {
        if (begin[column] >= 0) {
          int last = Math.min(rows, end[column] + 1);
          for (int row = Math.max(0, begin[column] - 1); row < last; row++) {
            ink[column * columnStep + row * rowStep] = 0;
          }
        }
      }
    }
  }
}
