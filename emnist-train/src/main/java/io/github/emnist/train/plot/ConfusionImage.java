package io.github.emnist.train.plot;

import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Draws a confusion matrix: true classes from top to bottom, predicted ones from left to right,
 * each cell coloured by its share of the true class.
 *
 * <p>Drawn by hand: XChart's heat map cannot write a count on a cell that is coloured by a share,
 * nor white on dark cells and black on light ones, and says nowhere where its cells lie.
 */
final class ConfusionImage {
  private static final double[] SCALE_MARKS = {0, 0.01, 0.05, 0.1, 0.25, 0.5, 1};
  private static final int COUNT_FONT = 14;
  private static final int LONGEST_LABEL = 24; // characters

  private final List<String> labels;
  private final int[][] confusion;
  private final String title;

  private ConfusionImage(List<String> labels, int[][] confusion, String title) {
    this.labels = labels.stream().map(ConfusionImage::shortened).toList();
    this.confusion = confusion;
    this.title = title;
  }

  /**
   * Draws a matrix.
   *
   * @param labels the classes' names
   * @param confusion {@code [true class][predicted class]}
   * @param title stands above it
   */
  static BufferedImage draw(List<String> labels, int[][] confusion, String title) {
    return new ConfusionImage(labels, confusion, title).draw();
  }

  static ConfusionLayout layout(List<String> labels) {
    Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      return ConfusionLayout.of(
          labels, g.getFontMetrics(Palette.plain(ConfusionLayout.LABEL_FONT)));
    } finally {
      g.dispose();
    }
  }

  private BufferedImage draw() {
    ConfusionLayout layout = layout(labels);
    BufferedImage image =
        new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    try {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
      g.setColor(Palette.PAPER);
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      Text text = new Text(g);
      drawCells(g, text, layout);
      drawLabels(g, text, layout);
      drawTitles(g, text, layout);
      drawScale(g, text, layout);
    } finally {
      g.dispose();
    }
    return image;
  }

  private void drawCells(Graphics2D g, Text text, ConfusionLayout layout) {
    g.setColor(Palette.GRID);
    g.fillRect(layout.left() - 1, layout.top() - 1, layout.side() + 1, layout.side() + 1);
    g.setFont(Palette.plain(COUNT_FONT));
    boolean room = hasRoomForCounts(g.getFontMetrics(), layout.cell());
    for (int row = 0; row < confusion.length; row++) {
      int support = IntStream.of(confusion[row]).sum();
      for (int column = 0; column < confusion.length; column++) {
        int count = confusion[row][column];
        Color colour = Palette.ofShare(count == 0 ? 0 : (double) count / support);
        Rectangle cell = layout.cell(row, column);
        g.setColor(colour);
        g.fill(cell);
        if (room && count > 0) {
          g.setColor(Palette.textOn(colour));
          text.centred(Integer.toString(count), cell.getCenterX(), cell.getCenterY());
        }
      }
    }
  }

  private boolean hasRoomForCounts(FontMetrics metrics, int cell) {
    int largest =
        IntStream.range(0, confusion.length)
            .flatMap(row -> IntStream.of(confusion[row]))
            .max()
            .orElse(0);
    return metrics.stringWidth(Integer.toString(largest)) <= cell - 6
        && 2 * metrics.getHeight() <= cell + 4;
  }

  private void drawLabels(Graphics2D g, Text text, ConfusionLayout layout) {
    g.setFont(Palette.plain(ConfusionLayout.LABEL_FONT));
    g.setColor(Palette.INK);
    int gap = ConfusionLayout.GAP;
    for (int i = 0; i < labels.size(); i++) {
      String label = labels.get(i);
      double x = layout.cell(0, i).getCenterX();
      double y = layout.cell(i, 0).getCenterY();
      text.endingAt(label, layout.left() - gap, y);
      drawColumnLabel(text, layout, label, x, layout.bottom() + gap, false);
      if (layout.framed()) {
        text.startingAt(label, layout.right() + gap, y);
        drawColumnLabel(text, layout, label, x, layout.top() - gap, true);
      }
    }
  }

  /** Writes a label below or above a height, turned where it is wider than its column. */
  private static void drawColumnLabel(
      Text text, ConfusionLayout layout, String label, double x, int y, boolean above) {
    double half = (layout.upright() ? text.height() : text.width(label)) / 2.0;
    double centre = above ? y - half : y + half;
    if (layout.upright()) {
      text.centred(label, x, centre);
    } else {
      text.turned(label, x, centre);
    }
  }

  private void drawTitles(Graphics2D g, Text text, ConfusionLayout layout) {
    int half = ConfusionLayout.AXIS_TITLE / 2;
    double middleX = layout.left() + layout.side() / 2.0;
    double middleY = layout.top() + layout.side() / 2.0;
    g.setColor(Palette.INK);
    g.setFont(Palette.plain(15));
    text.turned("true class", half, middleY);
    text.centred("predicted class", middleX, layout.height() - half);
    g.setFont(Palette.bold(18));
    double titleX = Math.max(middleX, text.width(title) / 2.0 + ConfusionLayout.GAP);
    text.centred(title, titleX, ConfusionLayout.TITLE / 2.0);
  }

  private static void drawScale(Graphics2D g, Text text, ConfusionLayout layout) {
    Rectangle bar = layout.scale();
    for (int i = 0; i < bar.height; i++) {
      double t = 1 - i / (bar.height - 1.0);
      g.setColor(Palette.ofShare(t * t));
      g.fillRect(bar.x, bar.y + i, bar.width, 1);
    }
    g.setColor(Palette.GRID);
    g.drawRect(bar.x - 1, bar.y - 1, bar.width + 1, bar.height + 1);
    g.setColor(Palette.INK);
    g.setFont(Palette.plain(ConfusionLayout.LABEL_FONT));
    for (double share : SCALE_MARKS) {
      double y = bar.getMaxY() - Math.sqrt(share) * bar.height;
      text.startingAt(Math.round(100 * share) + " %", bar.getMaxX() + ConfusionLayout.GAP, y);
    }
    text.turned("share of the true class", bar.getMaxX() + 70, bar.getCenterY());
  }

  private static String shortened(String label) {
    return label.length() <= LONGEST_LABEL
        ? label
        : label.substring(0, LONGEST_LABEL - 1) + "\u2026";
  }
}
