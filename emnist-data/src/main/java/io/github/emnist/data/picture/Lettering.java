package io.github.emnist.data.picture;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A font that exists, with the size of its lines. */
final class Lettering {
  /** Alignments, in halves of the remaining room. */
  static final int LEFT = 0;

  static final int CENTRE = 1;
  static final int RIGHT = 2;

  private static final String ELLIPSIS = "\u2026";

  private final FontMetrics metrics;

  private Lettering(FontMetrics metrics) {
    this.metrics = metrics;
  }

  /** Returns the font below an image. Monospaced fonts distinguish 0 from O, and 1 from I and l. */
  static Lettering caption() {
    return of(new Font(Font.MONOSPACED, Font.PLAIN, 14));
  }

  /** Returns the font of a class name beside a row or a bar. */
  static Lettering rowLabel() {
    return of(new Font(Font.MONOSPACED, Font.PLAIN, 20));
  }

  /** Returns the font above a data set. */
  static Lettering heading() {
    return of(new Font(Font.SANS_SERIF, Font.BOLD, 16));
  }

  /**
   * Loads a font. Without fontconfig or fonts, JDK versions throw different errors (InternalError,
   * UnsatisfiedLinkError, then NoClassDefFoundError, or a plain Error) without a remedy.
   */
  private static Lettering of(Font font) {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
    try {
      Graphics2D g = image.createGraphics();
      try {
        return new Lettering(g.getFontMetrics(font));
      } finally {
        g.dispose();
      }
    } catch (RuntimeException | Error e) {
      throw new IllegalStateException(
          "cannot write text into a picture: Java finds no fonts (%s);".formatted(e)
              + " install fontconfig and a font such as DejaVu (Debian: fonts-dejavu-core)",
          e);
    }
  }

  int width(String line) {
    return metrics.stringWidth(line);
  }

  int height() {
    return metrics.getAscent() + metrics.getDescent();
  }

  /** Shortens a line with an ellipsis to fit into {@code room}. */
  private String fitted(String line, int room) {
    if (width(line) <= room) {
      return line;
    }
    int end = line.length();
    while (end > 0 && width(line.substring(0, end) + ELLIPSIS) > room) {
      end = line.offsetByCodePoints(end, -1);
    }
    return line.substring(0, end) + ELLIPSIS;
  }

  /**
   * Draws a line in the graphics' colour into a box, shortened with an ellipsis to fit.
   *
   * @param left the box' left edge
   * @param room the box' width
   * @param top the box' top edge
   * @param place {@link #LEFT}, {@link #CENTRE} or {@link #RIGHT}
   */
  void draw(Graphics2D g, String line, int left, int room, int top, int place) {
    String shown = fitted(line, room);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setFont(metrics.getFont());
    g.drawString(shown, left + (room - width(shown)) * place / 2, top + metrics.getAscent());
  }
}
