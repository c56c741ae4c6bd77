package io.github.emnist.train.report;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineMetrics;
import java.awt.geom.AffineTransform;

/** Places lines of text, in the font and colour that the graphics have at that moment. */
final class Text {
  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);
  private static final int REPLACEMENT = 0xFFFD;

  private Text() {}

  /** Returns the width of a line, the same in pixels and as vectors. */
  static double width(Font font, String line) {
    return font.getStringBounds(legal(line), UNHINTED).getWidth();
  }

  /** Returns the height of a line. */
  static double height(Font font) {
    LineMetrics metrics = font.getLineMetrics("", UNHINTED);
    return metrics.getAscent() + metrics.getDescent();
  }

  static void centred(Graphics2D g, String line, double x, double y) {
    startingAt(g, line, x - width(g.getFont(), line) / 2, y);
  }

  static void endingAt(Graphics2D g, String line, double x, double y) {
    startingAt(g, line, x - width(g.getFont(), line), y);
  }

  /** Draws a line whose middle is at a height. */
  static void startingAt(Graphics2D g, String line, double x, double y) {
    LineMetrics metrics = g.getFont().getLineMetrics("", UNHINTED);
    double baseline = y + (metrics.getAscent() - metrics.getDescent()) / 2;
    g.drawString(legal(line), (float) x, (float) baseline);
  }

  /** Draws a line that is centred and read from below. */
  static void turned(Graphics2D g, String line, double x, double y) {
    AffineTransform before = g.getTransform();
    g.rotate(-Math.PI / 2, x, y);
    centred(g, line, x, y);
    g.setTransform(before);
  }

  /** Returns the text with U+FFFD for what XML or HTML cannot hold. */
  static String legal(String text) {
    StringBuilder legal = new StringBuilder();
    text.codePoints().forEach(c -> legal.appendCodePoint(isLegal(c) ? c : REPLACEMENT));
    return legal.toString();
  }

  /** XML 1.0's Char, less the control characters from U+007F that HTML refuses. */
  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c < 0x7F
        || c >= 0xA0 && c < 0xD800
        || c >= 0xE000 && (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF);
  }
}
