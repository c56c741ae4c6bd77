package io.github.emnist.train.report;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.train.evaluation.Evaluation;
import io.github.emnist.train.report.Figure.Palette;
import io.github.emnist.train.report.Figure.Text;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws a confusion matrix: true classes from top to bottom, predicted ones from left to right, in
 * one colour for right and another for wrong predictions, darker for larger shares of the true
 * class. All sizes are whole units, so that cells are equal and sharp.
 */
final class ConfusionFigure {
  static final int GAP = 6; // between labels and matrix

  private static final int TITLE = 48;
  private static final int TITLE_FONT = 18;
  private static final int SCALE = 66; // the height of the scale, with its labels
  private static final int AXIS_TITLE = 36;
  private static final int LABEL_FONT = 13;
  private static final int LARGEST_COUNT_FONT = 14;
  private static final int SMALLEST_COUNT_FONT = 9;
  private static final int MOST_DIGITS = 4; // that make cells larger
  private static final int LONGEST_LABEL = 24; // characters
  private static final int MATRIX = 1_000; // the wanted size
  private static final int LARGEST_CELL = 64; // unless SMALLEST_MATRIX needs larger ones
  private static final int SMALLEST_MATRIX = 400; // about the width of the scale
  private static final int SMALLEST_CELL = 16; // the height of a line in LABEL_FONT
  private static final int FRAMED_FROM = 20; // more classes have labels on all sides
  private static final int BAR = 14; // the height of each of the scale's two bars
  private static final int BAR_NAME = 48; // the width of the text to its left
  private static final int SCALE_NAME = 160; // the width of the text to its right
  private static final double[] SCALE_MARKS = {0, 0.01, 0.05, 0.25, 0.5, 1};

  private final List<String> labels;
  private final int[][] confusion;
  private final String title;
  private final int cell; // side of a cell with its grid line
  private final int labelSpace; // depth of the labels of an axis
  private final boolean upright; // whether the labels of the columns fit without turning
  private final boolean framed; // whether there are labels on all four sides
  private final int left;
  private final int top;

  /** Lays out a matrix {@code [true class][predicted class]}. Needs fonts. */
  ConfusionFigure(List<String> labels, int[][] confusion, String title) {
    this.labels = labels.stream().map(ConfusionFigure::shortened).toList();
    this.confusion = confusion;
    this.title = title;
    int classes = labels.size();
    int digits = Math.min(MOST_DIGITS, Integer.toString(largestCount()).length());
    Font smallest = Palette.plain(SMALLEST_COUNT_FONT);
    int counts = (int) Math.ceil(Text.width(smallest, "8".repeat(digits))) + 3;
    int fair = Math.max(Math.min(LARGEST_CELL, MATRIX / classes), SMALLEST_MATRIX / classes);
    this.cell = Math.max(Math.max(SMALLEST_CELL, counts), fair);
    Font font = Palette.plain(LABEL_FONT);
    double widest = this.labels.stream().mapToDouble(it -> Text.width(font, it)).max().orElse(0);
    this.upright = widest <= cell - 2;
    this.framed = classes > FRAMED_FROM;
    this.labelSpace = (int) Math.ceil(Math.max(widest, Text.height(font))) + 2 * GAP;
    this.left = AXIS_TITLE + labelSpace;
    this.top = TITLE + SCALE + (framed ? labelSpace : 0);
  }

  static Figure of(Evaluation evaluation) {
    String title =
        Messages.format(
            "Confusion matrix: %,d images, accuracy %.4f",
            evaluation.images(), evaluation.accuracy());
    return new ConfusionFigure(evaluation.labelMap().labels(), evaluation.confusion(), title)
        .figure();
  }

  Figure figure() {
    int end = left + side() + (framed ? labelSpace : 2 * GAP);
    int title = left + (int) Text.width(Palette.bold(TITLE_FONT), this.title) + 2 * GAP;
    int width = IntStream.of(end, title, (int) scale().getMaxX() + SCALE_NAME).max().getAsInt();
    int height = bottom() + labelSpace + AXIS_TITLE;
    return new Figure(this.title, width, height, 1, this::draw);
  }

  private void draw(Graphics2D g) {
    drawCells(g);
    drawLabels(g);
    drawTitles(g);
    drawScale(g);
  }

  private void drawCells(Graphics2D g) {
    g.setColor(Palette.GRID);
    for (int i = 0; i <= labels.size(); i++) {
      g.fillRect(left - 1 + i * cell, top - 1, 1, side() + 1);
      g.fillRect(left - 1, top - 1 + i * cell, side() + 1, 1);
    }
    int font = countFont();
    g.setFont(Palette.plain(Math.max(1, font)));
    for (int row = 0; row < confusion.length; row++) {
      int support = IntStream.of(confusion[row]).sum();
      for (int column = 0; column < confusion.length; column++) {
        int count = confusion[row][column];
        if (count > 0) {
          Color colour = Palette.ofShare((double) count / support, row == column);
          Rectangle cell = cell(row, column);
          g.setColor(colour);
          g.fill(cell);
          if (font > 0) {
            g.setColor(Palette.textOn(colour));
            Text.centred(g, Integer.toString(count), cell.getCenterX(), cell.getCenterY());
          }
        }
      }
    }
  }

  /** Returns the largest font size at which all counts fit their cells, or 0. */
  private int countFont() {
    String largest = Integer.toString(largestCount());
    for (int size = LARGEST_COUNT_FONT; size >= SMALLEST_COUNT_FONT; size--) {
      Font font = Palette.plain(size);
      if (Text.width(font, largest) <= cell - 3 && Text.height(font) <= cell) {
        return size;
      }
    }
    return 0;
  }

  private int largestCount() {
    return Arrays.stream(confusion).flatMapToInt(IntStream::of).max().orElse(0);
  }

  private void drawLabels(Graphics2D g) {
    g.setFont(Palette.plain(LABEL_FONT));
    g.setColor(Palette.INK);
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      double x = cell(0, i).getCenterX();
      double y = cell(i, 0).getCenterY();
      Text.endingAt(g, label, left - GAP, y);
      drawColumnLabel(g, label, x, bottom() + GAP, false);
      if (framed) {
        Text.startingAt(g, label, left + side() + GAP, y);
        drawColumnLabel(g, label, x, top - GAP, true);
      }
    }
  }

  /** Draws a label above or below {@code y}, turned if labels are wider than columns. */
  private void drawColumnLabel(Graphics2D g, String label, double x, int y, boolean above) {
    double half = (upright ? Text.height(g.getFont()) : Text.width(g.getFont(), label)) / 2;
    double centre = above ? y - half : y + half;
    if (upright) {
      Text.centred(g, label, x, centre);
    } else {
      Text.turned(g, label, x, centre);
    }
  }

  private void drawTitles(Graphics2D g) {
    g.setFont(Palette.plain(15));
    Text.turned(g, "true class", AXIS_TITLE / 2.0, top + side() / 2.0);
    double below = bottom() + labelSpace + AXIS_TITLE / 2.0;
    Text.centred(g, "predicted class", left + side() / 2.0, below);
    g.setFont(Palette.bold(TITLE_FONT));
    Text.startingAt(g, title, left, TITLE / 2.0 - 2);
  }

  private void drawScale(Graphics2D g) {
    Rectangle scale = scale();
    g.setColor(Palette.GRID);
    g.fillRect(scale.x - 1, scale.y - 1, scale.width + 2, scale.height + 2);
    for (int i = 0; i < scale.width; i++) {
      double t = i / (scale.width - 1.0);
      g.setColor(Palette.ofShare(t * t, true));
      g.fillRect(scale.x + i, scale.y, 1, BAR);
      g.setColor(Palette.ofShare(t * t, false));
      g.fillRect(scale.x + i, scale.y + BAR, 1, BAR);
    }
    g.setColor(Palette.INK);
    g.setFont(Palette.plain(LABEL_FONT));
    Text.endingAt(g, "right", scale.x - GAP, scale.y + BAR / 2.0);
    Text.endingAt(g, "wrong", scale.x - GAP, scale.y + 1.5 * BAR);
    for (double share : SCALE_MARKS) {
      double x = scale.x + Math.sqrt(share) * scale.width;
      Text.centred(g, Math.round(100 * share) + " %", x, scale.getMaxY() + 12);
    }
    double end = scale.getMaxX() + 2 * GAP;
    Text.startingAt(g, "share of the true class", end, scale.getCenterY());
  }

  int side() {
    return labels.size() * cell;
  }

  int left() {
    return left;
  }

  int bottom() {
    return top + side();
  }

  int labelSpace() {
    return labelSpace;
  }

  boolean upright() {
    return upright;
  }

  /** Returns a cell without its grid line. */
  Rectangle cell(int row, int column) {
    return new Rectangle(left + column * cell, top + row * cell, cell - 1, cell - 1);
  }

  /** Returns the box of the colour scale. */
  Rectangle scale() {
    return new Rectangle(left + BAR_NAME, TITLE, 320, 2 * BAR);
  }

  private static String shortened(String label) {
    String legal = Text.legal(label);
    return legal.codePointCount(0, legal.length()) <= LONGEST_LABEL
        ? legal
        : legal.substring(0, legal.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "\u2026";
  }
}
