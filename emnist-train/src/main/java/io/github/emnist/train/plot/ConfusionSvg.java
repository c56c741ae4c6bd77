package io.github.emnist.train.plot;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A confusion matrix as SVG: true classes from top to bottom, predicted ones from left to right,
 * right answers in one colour, wrong ones in another, each the stronger the larger its share of the
 * true class.
 */
final class ConfusionSvg {
  private static final int LONGEST_LABEL = 24; // characters
  private static final int FRAMED_FROM = 20; // classes: further is far for the eye
  private static final double FONT = 14;
  private static final double COUNT_FONT = 9; // at least
  private static final double CHARACTER = 0.62; // of the font size, the width of most
  private static final double DIGIT = 0.64;
  private static final double[] SCALE_MARKS = {0.01, 0.05, 0.25, 0.5, 1};

  private final List<String> labels;
  private final int[][] confusion;
  private final double cell;
  private final double labelSpace;
  private final boolean upright;
  private final boolean framed;
  private final double left;
  private final double top;
  private final SvgCanvas canvas;

  private ConfusionSvg(List<String> labels, int[][] confusion, String title) {
    this.labels = labels.stream().map(ConfusionSvg::shortened).toList();
    this.confusion = confusion;
    int classes = labels.size();
    double counts = COUNT_FONT * DIGIT * digits(confusion) + 4;
    this.cell = Math.max(Math.max(22, counts), Math.min(48, 480.0 / classes));
    double widest = this.labels.stream().mapToDouble(ConfusionSvg::width).max().orElse(0);
    this.upright = widest <= cell - 2;
    this.framed = classes > FRAMED_FROM;
    this.labelSpace = Math.max(widest, FONT) + 12;
    this.left = 28 + labelSpace;
    this.top = 76 + (framed ? labelSpace : 0);
    double end = framed ? labelSpace : 12;
    double width = Math.max(480, left + side() + end);
    this.canvas = new SvgCanvas(width, top + side() + labelSpace + 28, title);
    canvas.text(16, 18, title, "title");
  }

  static String draw(List<String> labels, int[][] confusion, String title) {
    return new ConfusionSvg(labels, confusion, title).draw();
  }

  private String draw() {
    drawScale();
    for (int i = 0; i <= labels.size(); i++) {
      canvas.line(left + i * cell, top, left + i * cell, top + side(), "grid");
      canvas.line(left, top + i * cell, left + side(), top + i * cell, "grid");
    }
    canvas.lineBreak();
    for (int row = 0; row < confusion.length; row++) {
      drawRow(row);
    }
    drawLabels();
    canvas.turned(14, top + side() / 2, "true class", "mid soft");
    canvas.text(left + side() / 2, top + side() + labelSpace + 12, "predicted class", "mid soft");
    return canvas.end();
  }

  private void drawScale() {
    canvas.text(16, 46, "share of the true class", "soft");
    double x = 190;
    for (double share : SCALE_MARKS) {
      String mark = Math.round(100 * share) + " %";
      canvas.cell(x, 39, 14, 14, "fa", strength(share), "right, " + mark);
      canvas.cell(x + 14, 39, 14, 14, "fb", strength(share), "wrong, " + mark);
      canvas.text(x + 33, 46, mark, "soft small");
      x += 33 + 6.7 * mark.length() + 10;
    }
    canvas.lineBreak();
  }

  private void drawRow(int row) {
    int support = IntStream.of(confusion[row]).sum();
    for (int column = 0; column < confusion.length; column++) {
      int count = confusion[row][column];
      if (count == 0) {
        continue;
      }
      double share = (double) count / support;
      double x = left + column * cell;
      double y = top + row * cell;
      String tooltip =
          String.format(
              Locale.ROOT,
              "%s taken for %s: %,d of %,d (%s)",
              labels.get(row),
              labels.get(column),
              count,
              support,
              Figures.percent(share));
      String style = row == column ? "fa" : "fb";
      canvas.cell(x + 0.5, y + 0.5, cell - 1, cell - 1, style, strength(share), tooltip);
      String digits = Integer.toString(count);
      double font = Math.min(cell / 2, (cell - 4) / (DIGIT * digits.length()));
      String ink = strength(share) > 0.55 ? "mid on" : "mid";
      canvas.text(x + cell / 2, y + cell / 2, digits, ink, Math.min(font, FONT - 1));
    }
    canvas.lineBreak();
  }

  private void drawLabels() {
    double right = left + side();
    double bottom = top + side();
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      double x = left + (i + 0.5) * cell;
      double y = top + (i + 0.5) * cell;
      canvas.text(left - 6, y, label, "end");
      columnLabel(x, bottom + 6, label, false);
      if (framed) {
        canvas.text(right + 6, y, label, "");
        columnLabel(x, top - 6, label, true);
      }
    }
    canvas.lineBreak();
  }

  /** Turned where it is wider than its column. */
  private void columnLabel(double x, double y, String label, boolean above) {
    if (upright) {
      canvas.text(x, above ? y - FONT / 2 : y + FONT / 2, label, "mid");
    } else {
      canvas.turned(x, y, label, above ? "" : "end");
    }
  }

  private static int digits(int[][] confusion) {
    int most = Arrays.stream(confusion).flatMapToInt(IntStream::of).max().orElse(0);
    return Integer.toString(most).length();
  }

  private double side() {
    return labels.size() * cell;
  }

  /** The square root, so that one mistake in a hundred can still be seen. */
  private static double strength(double share) {
    return Math.sqrt(share);
  }

  private static String shortened(String label) {
    int length = label.codePointCount(0, label.length());
    return length <= LONGEST_LABEL
        ? label
        : label.substring(0, label.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "\u2026";
  }

  /** A guess, since the reader's font is not known: characters beyond Latin are often square. */
  private static double width(String label) {
    return label.codePoints().mapToDouble(c -> c < 0x2E80 ? CHARACTER * FONT : FONT).sum();
  }
}
