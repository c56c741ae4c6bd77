package io.github.emnist.data.preprocess;

/**
 * Follows lines from the first column of a picture to the last. Rows and columns may be swapped.
 */
final class LineTracer {
  /** How much of a line may be missing. */
  private static final double MAX_GAPS = 0.1;

  /** How much of a line a character may cover. */
  private static final double MAX_COVERED = 0.5;

  /** A line rises by no more than this for each column. */
  private static final double MAX_SLOPE = 0.12;

  /** How quickly the slope follows the line. */
  private static final double SLOPE_MEMORY = 0.05;

  private final byte[] ink;
  private final int columns;
  private final int rows;
  private final int columnStep;
  private final int rowStep;
  private final int widest;
  private final int least;

  /** Where the line that is being followed lies in each column, or -1. */
  private final int[] begin;

  private final int[] end;

  /**
   * Creates a tracer.
   *
   * @param ink is changed
   * @param columns from the first of which to the last lines are followed
   * @param rows across lines
   * @param columnStep from a pixel to that of the next column
   * @param rowStep from a pixel to that of the next row
   * @param widest the widest line, in pixels
   * @param least what a pixel of ink has
   */
  LineTracer(
      byte[] ink, int columns, int rows, int columnStep, int rowStep, int widest, int least) {
    this.ink = ink;
    this.columns = columns;
    this.rows = rows;
    this.columnStep = columnStep;
    this.rowStep = rowStep;
    this.widest = widest;
    this.least = least;
    this.begin = new int[columns];
    this.end = new int[columns];
  }

  /** Erases every line; returns whether there was any. */
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
    return covered <= MAX_COVERED * columns;
  }

  /** A row with ink at most a pixel or two from another, or -1. */
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

  private int runBegin(int column, int row) {
    int first = row;
    while (isInk(column, first - 1)) {
      first--;
    }
    return first;
  }

  private int runEnd(int column, int row) {
    int last = row;
    while (isInk(column, last)) {
      last++;
    }
    return last;
  }

  private boolean isInk(int column, int row) {
    return row >= 0 && row < rows && (ink[column * columnStep + row * rowStep] & 0xFF) >= least;
  }

  /** With the soft edges beside it. */
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
