package io.github.emnist.train.plot;

import java.awt.FontMetrics;
import java.awt.Rectangle;
import java.util.List;

/**
 * Where the parts of a confusion matrix's picture lie, in whole pixels, so that all cells are of
 * one size and sharp.
 *
 * @param classes rows and columns
 * @param cell the side of a cell, its grid line included
 * @param left the matrix's left edge
 * @param top the matrix's top edge
 * @param labelSpace what the labels of an axis take, away from the matrix
 * @param upright whether the labels of the columns fit their width; else they are turned
 * @param framed whether the labels stand on all four sides, as a large matrix needs
 */
record ConfusionLayout(
    int classes, int cell, int left, int top, int labelSpace, boolean upright, boolean framed) {
  static final int GAP = 6; // between labels and matrix
  static final int TITLE = 56;
  static final int AXIS_TITLE = 36;
  static final int SCALE_WIDTH = 22;
  static final int LABEL_FONT = 13;

  private static final int SCALE_SPACE = 130; // with its figures and title
  private static final int MATRIX = 1_000; // wished for; whole cells come near it
  private static final int LARGEST_CELL = 64; // but for the few that the next figure enlarges
  private static final int SMALLEST_MATRIX = 400; // the title is about that wide
  private static final int SMALLEST_CELL = 16; // a line of LABEL_FONT is that high
  private static final int FRAMED_FROM = 20; // classes: further is far for the eye

  static ConfusionLayout of(List<String> labels, FontMetrics metrics) {
    int classes = labels.size();
    int fair = Math.min(LARGEST_CELL, MATRIX / classes);
    int cell = Math.max(Math.max(SMALLEST_CELL, fair), SMALLEST_MATRIX / classes);
    int widest = labels.stream().mapToInt(metrics::stringWidth).max().orElse(0);
    boolean upright = widest <= cell - 2;
    boolean framed = classes > FRAMED_FROM;
    int labelSpace = Math.max(widest, metrics.getHeight()) + 2 * GAP;
    int top = TITLE + (framed ? labelSpace : 0);
    return new ConfusionLayout(
        classes, cell, AXIS_TITLE + labelSpace, top, labelSpace, upright, framed);
  }

  int side() {
    return classes * cell;
  }

  int right() {
    return left + side();
  }

  int bottom() {
    return top + side();
  }

  int width() {
    return scale().x + SCALE_SPACE;
  }

  int height() {
    return bottom() + labelSpace + AXIS_TITLE;
  }

  /** A cell without its grid line. */
  Rectangle cell(int row, int column) {
    return new Rectangle(left + column * cell, top + row * cell, cell - 1, cell - 1);
  }

  /** The bar that says which colour is which share. */
  Rectangle scale() {
    int height = Math.min(side(), 400);
    int x = right() + (framed ? labelSpace : 0) + 3 * GAP;
    return new Rectangle(x, top + (side() - height) / 2, SCALE_WIDTH, height);
  }
}
