package io.github.emnist.data.picture;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/** A font that is known to be there, and how wide and high its lines are. */
final class Lettering {
  /** Where a line lies in its box: in halves of the room that is left. */
  static final int LEFT = 0;

  static final int CENTRE = 1;
  static final int RIGHT = 2;

  private static final String ELLIPSIS = "\u2026";

  private final FontMetrics metrics;

  private Lettering(FontMetrics metrics) {
    this.metrics = metrics;
  }

  /** Below an image. Monospaced fonts tell 0 from O, and 1 from I and l. */
  static Lettering caption() {
    return of(new Font(Font.MONOSPACED, Font.PLAIN, 14));
  }

  /** Returns a class name beside the row or the bar of that class. */
  static Lettering rowLabel() {
    return of(new Font(Font.MONOSPACED, Font.PLAIN, 20));
  }

  /** Above a data set. */
  static Lettering heading() {
    return of(new Font(Font.SANS_SERIF, Font.BOLD, 16));
  }

  /**
   * Without fontconfig, or without any font, the JDK throws what differs by version (InternalError,
   * UnsatisfiedLinkError, then NoClassDefFoundError, or a plain Error) and says nothing about what
   * to do.
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

  /** Returns the line, cut off with an ellipsis where it is wider than there is room. */
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
   * Draws a line in the graphics' colour into a box, cut off with an ellipsis where it is wider.
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
