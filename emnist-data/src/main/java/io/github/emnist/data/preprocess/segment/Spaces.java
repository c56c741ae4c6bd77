package io.github.emnist.data.preprocess.segment;

import java.util.List;
import java.util.stream.IntStream;

/** Which gaps between characters are spaces between words. */
final class Spaces {
  /** A space is at least this part of the letters' height. */
  private static final double MIN_HEIGHT_PART = 0.5;

  /** And so many times the gap between letters: a form's cells stand apart alike. */
  private static final double MIN_GAPS = 2.2;

  private Spaces() {}

  /**
   * The least gap that is a space.
   *
   * @param rows each from the left to the right
   * @param height of a letter, in pixels
   * @return in pixels
   */
  static double leastWidth(List<List<Glyph>> rows, double height) {
    int[] gaps =
        rows.stream()
            .flatMapToInt(
                row ->
                    IntStream.range(1, row.size())
                        .map(i -> Math.max(0, gap(row.get(i - 1), row.get(i)))))
            .sorted()
            .toArray();
    // The lower quartile: even where every second gap is a space, it is one between letters.
    double usual = gaps.length == 0 ? 0 : gaps[(gaps.length - 1) / 4];
    return Math.max(MIN_HEIGHT_PART * height, MIN_GAPS * usual);
  }

  /** The columns between two characters, below 0 where they overlap. */
  static int gap(Glyph left, Glyph right) {
    return right.box().left() - left.box().right();
  }
}
