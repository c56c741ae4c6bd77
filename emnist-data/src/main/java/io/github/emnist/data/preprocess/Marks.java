package io.github.emnist.data.preprocess;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Joins marks, pieces much lower than the characters, to the characters that they belong to: the
 * dot of an i, the bar of a 5, the end of a broken stroke; and those that stand over each other to
 * characters of their own, as in = and :. What then is left is a dash where it is long, and
 * otherwise dust, a point or a comma. All lengths are in letter heights.
 */
final class Marks {
  private static final double MOST_HEIGHT = 0.38;

  /** Shorter marks are characters only together. */
  private static final double DOT = 0.25;

  /** What hangs so high, as a part of the body from its top, may also stand a little beside it. */
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
   * Joins marks.
   *
   * @param height of a letter, in pixels
   * @return the characters so far, in no order
   */
  static List<Glyph> join(List<Piece> pieces, double height) {
    return new Marks(pieces, height).join();
  }

  private List<Glyph> join() {
    List<Glyph> left = new ArrayList<>();
    List<Box> boxes = bodies.stream().map(Glyph::box).toList();
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

  /** How far a mark is from a body, or infinity where they do not belong together. */
  private double gap(Glyph mark, Box body, Glyph joined) {
    Box box = mark.box();
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
