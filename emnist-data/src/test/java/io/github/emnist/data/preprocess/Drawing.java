package io.github.emnist.data.preprocess;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;

/**
 * A handwritten 9 on a square canvas, in all forms of drawing programs.
 *
 * @param side of the canvas, in pixels
 * @param type as {@link BufferedImage} numbers them
 * @param paper null for none: transparent, or black where the type has no alpha
 * @param ink its colour
 * @param pen its width, as a part of the character's height
 * @param x the character's middle, as a part of the canvas
 * @param y the character's middle, as a part of the canvas
 * @param height of the character without the pen, as a part of the canvas
 */
record Drawing(
    int side, int type, Color paper, Color ink, double pen, double x, double y, double height) {

  static final Drawing BLACK_ON_WHITE =
      new Drawing(200, BufferedImage.TYPE_INT_RGB, Color.WHITE, Color.BLACK, 0.1, 0.5, 0.5, 0.7);

  Drawing side(int side) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  Drawing type(int type) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  Drawing paper(Color paper) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  Drawing ink(Color ink) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  Drawing pen(double pen) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  Drawing at(double x, double y) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  Drawing height(double height) {
    return new Drawing(side, type, paper, ink, pen, x, y, height);
  }

  /** A transparent canvas. */
  Drawing transparent() {
    return type(BufferedImage.TYPE_INT_ARGB).paper(null);
  }

  BufferedImage draw() {
    BufferedImage image = new BufferedImage(side, side, type);
    Graphics2D graphics = image.createGraphics();
    if (paper != null) {
      graphics.setColor(paper);
      graphics.fillRect(0, 0, side, side);
    }
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.translate(side * x, side * y);
    graphics.scale(side * height, side * height);
    graphics.setColor(ink);
    graphics.setStroke(new BasicStroke((float) pen, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D nine = new Path2D.Double();
    nine.moveTo(0.25, -0.4);
    nine.curveTo(-0.3, -0.65, -0.4, 0.2, 0, 0.1);
    nine.curveTo(0.3, 0, 0.3, -0.3, 0.25, -0.4);
    nine.curveTo(0.25, 0, 0.3, 0.3, 0.1, 0.5);
    graphics.draw(nine);
    graphics.dispose();
    return image;
  }
}
