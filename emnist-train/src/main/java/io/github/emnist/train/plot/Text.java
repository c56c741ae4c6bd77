package io.github.emnist.train.plot;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;

/** Places lines of text, in the font and colour that the graphics have at that moment. */
final class Text {
  private final Graphics2D g;

  Text(Graphics2D g) {
    this.g = g;
  }

  int width(String line) {
    return g.getFontMetrics().stringWidth(line);
  }

  int height() {
    return g.getFontMetrics().getHeight();
  }

  void centred(String line, double x, double y) {
    draw(line, x - width(line) / 2.0, y);
  }

  void startingAt(String line, double x, double y) {
    draw(line, x, y);
  }

  void endingAt(String line, double x, double y) {
    draw(line, x - width(line), y);
  }

  /** Centred and read from below. */
  void turned(String line, double x, double y) {
    AffineTransform before = g.getTransform();
    g.rotate(-Math.PI / 2, x, y);
    centred(line, x, y);
    g.setTransform(before);
  }

  private void draw(String line, double x, double middle) {
    FontMetrics metrics = g.getFontMetrics();
    double baseline = middle + (metrics.getAscent() - metrics.getDescent()) / 2.0;
    g.drawString(line, (float) x, (float) baseline);
  }
}
