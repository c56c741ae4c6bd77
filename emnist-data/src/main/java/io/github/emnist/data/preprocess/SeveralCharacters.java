package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Components.Component;
import io.github.emnist.data.preprocess.Runs.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tells a picture of several characters from one of a single character by the pieces of its ink.
 * The strokes of one character may stand apart, as those of a K or of a broken H. So two pieces
 * side by side count only where both are as wide as characters, or both together wider than any;
 * three count always; and one piece, a joined word, where it is three times as wide as high. Of
 * characters below each other, three count. Dots, bars and accents are no pieces.
 *
 * <p>All limits were set on 5,000 images of EMNIST's validation part, of which 0.1 % seemed
 * several, on 4,000 training characters of UNIPEN (0.5 %), and on lines composed of the former: of
 * two characters 97 % and of three or more 99.9 % were found.
 */
final class SeveralCharacters {
  /** What is less high than this part of the highest piece is a mark. */
  private static final double LEAST_HEIGHT = 0.5;

  /** What has less than this part of the largest piece's ink is one too. */
  private static final double LEAST_INK = 1 / 12.0;

  /** Pieces that share this part of the narrower one's columns stand over each other. */
  private static final double SHARED = 0.3;

  // Widths, in heights of the highest piece: of a character that is no mere stroke, of two such
  // characters together, of what is wider than a character of two pieces, and of a joined word.
  private static final double CHARACTER = 0.3;
  private static final double PAIR = 1;
  private static final double WIDE_PAIR = 1.6;
  private static final double WORD = 3;

  /** A joined word covers no more of its box: a dash does. */
  private static final double MOST_FILL = 0.5;

  /** Three characters below each other are so many times as high as the widest is wide. */
  private static final double COLUMN = 1.5;

  private SeveralCharacters() {}

  /** Tells whether the pieces of a picture's clear ink seem to be more than one character. */
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
   * One or more connected pieces over each other.
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
   * Returns the pieces that are no marks, from the left; those over each other as one. At least
   * one.
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
