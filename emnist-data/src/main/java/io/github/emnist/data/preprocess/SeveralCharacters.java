package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Components.Component;
import io.github.emnist.data.preprocess.Runs.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Detects pictures of several characters by the pieces of their ink. The strokes of one character
 * may be separate, such as those of a K or of a broken H. So two pieces side by side count only if
 * both are as wide as characters, or both together wider than any; three always count; and one
 * piece, a joined word, if it is three times as wide as high. Of characters above each other, three
 * count. Dots, bars and accents are not pieces.
 *
 * <p>The limits were set on 5,000 images of EMNIST's validation part, of which 0.1 % seemed
 * several, on 4,000 training characters of UNIPEN (0.5 %), and on lines composed of the former: of
 * two characters 97 % and of three or more 99.9 % were found.
 */
final class SeveralCharacters {
  /** Pieces lower than this, relative to the highest piece, are marks. */
  private static final double LEAST_HEIGHT = 0.5;

  /** Pieces with less ink than this, relative to the largest piece, are marks too. */
  private static final double LEAST_INK = 1 / 12.0;

  /** The least common width of pieces above each other, relative to the narrower one. */
  private static final double SHARED = 0.3;

  // Widths relative to the highest piece: of a character that is more than a stroke, of two such
  // characters together, of more than a character in two pieces, and of a joined word.
  private static final double CHARACTER = 0.3;
  private static final double PAIR = 1;
  private static final double WIDE_PAIR = 1.6;
  private static final double WORD = 3;

  /** The largest part of its box that a joined word covers; a dash covers more. */
  private static final double MOST_FILL = 0.5;

  /** The least height of three characters above each other, relative to the widest. */
  private static final double COLUMN = 1.5;

  private SeveralCharacters() {}

  /** Tells whether the pieces of a picture's clear ink seem to be several characters. */
  static boolean in(Components found) {
    List<Piece> pieces = new ArrayList<>();
    List<Piece> turned = new ArrayList<>();
    for (Component component : found.all()) {
      PixelBox box = component.box();
      pieces.add(new Piece(box.left(), box.right(), box.height(), component.ink()));
      turned.add(new Piece(box.top(), box.bottom(), box.width(), component.ink()));
    }
    return !pieces.isEmpty() && (isLine(pieces) || isColumn(turned));
  }

  /**
   * One or more connected pieces above each other.
   *
   * @param begin the first column
   * @param end the column after the last
   * @param height of the highest, in pixels
   * @param ink the sum of the pixels
   */
  private record Piece(int begin, int end, int height, long ink) {
    int width() {
      return end - begin;
    }

    boolean isOver(Piece next) {
      int shared = Math.min(end, next.end) - Math.max(begin, next.begin);
      return shared >= SHARED * Math.min(width(), next.width());
    }

    Piece with(Piece next) {
      return new Piece(
          Math.min(begin, next.begin),
          Math.max(end, next.end),
          Math.max(height, next.height),
          ink + next.ink);
    }
  }

  private static boolean isLine(List<Piece> pieces) {
    List<Piece> line = beside(pieces);
    int height = highest(line);
    int width = extent(line);
    return switch (line.size()) {
      case 1 ->
          width >= WORD * height
              && line.get(0).ink() <= MOST_FILL * 255 * width * line.get(0).height();
      case 2 ->
          width >= WIDE_PAIR * height
              || width >= PAIR * height
                  && line.stream().allMatch(piece -> piece.width() >= CHARACTER * height);
      default -> width >= PAIR * height;
    };
  }

  private static boolean isColumn(List<Piece> turned) {
    List<Piece> column = beside(turned);
    return column.size() > 2 && extent(column) >= COLUMN * highest(column);
  }

  /**
   * Returns the pieces that are not marks, from the left, joined if above each other; at least one.
   */
  private static List<Piece> beside(List<Piece> pieces) {
    long ink = pieces.stream().mapToLong(Piece::ink).max().orElseThrow();
    List<Piece> large = pieces.stream().filter(piece -> piece.ink() >= LEAST_INK * ink).toList();
    int height = highest(large);
    List<Piece> found = new ArrayList<>();
    large.stream()
        .filter(piece -> piece.height() >= LEAST_HEIGHT * height)
        .sorted(Comparator.comparingInt(Piece::begin))
        .forEach(
            piece -> {
              int last = found.size() - 1;
              if (last >= 0 && found.get(last).isOver(piece)) {
                found.set(last, found.get(last).with(piece));
              } else {
                found.add(piece);
              }
            });
    return found;
  }

  private static int highest(List<Piece> pieces) {
    return pieces.stream().mapToInt(Piece::height).max().orElseThrow();
  }

  private static int extent(List<Piece> pieces) {
    int end = pieces.stream().mapToInt(Piece::end).max().orElseThrow();
    return end - pieces.get(0).begin();
  }
}
