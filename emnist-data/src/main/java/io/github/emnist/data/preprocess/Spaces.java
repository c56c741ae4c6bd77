package io.github.emnist.data.preprocess;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Which gaps between characters are as wide as between words. Where characters stand in cells, or
 * as evenly, an empty cell is one; otherwise a gap that is much wider than the usual ones.
 */
final class Spaces {
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

  /**
   * Measures a text.
   *
   * @param rows each from the left to the right
   * @param height of a letter, in pixels
   */
  static Spaces of(List<List<Glyph>> rows, double height) {
    double[] gaps = rows.stream().flatMapToDouble(row -> neighbours(row, Spaces::gap)).toArray();
    double least = Math.max(MIN_HEIGHT_PART * height, MIN_GAPS * usual(gaps));
    return new Spaces(rows, least, rows.stream().mapToDouble(Spaces::pitch).toArray());
  }

  /** Whether there is a space to the left of a character. */
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

  /** The lower quartile: even where every second gap is a space, it is one between letters. */
  private static double usual(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : Math.max(0, sorted[(sorted.length - 1) / 4]);
  }

  /** The columns between two characters, below 0 where they overlap. */
  private static double gap(Glyph left, Glyph right) {
    return -left.box().overlapX(right.box());
  }

  private static double distance(Glyph left, Glyph right) {
    return right.box().centreX() - left.box().centreX();
  }
}
