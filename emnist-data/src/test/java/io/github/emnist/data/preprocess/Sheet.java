package io.github.emnist.data.preprocess;

import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A sheet to draw on with a pen of 6 pixels. */
final class Sheet {
  private final BufferedImage picture;
  private final Graphics2D g;

  /** White. */
  Sheet(int width, int height) {
    picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.setColor(Color.BLACK);
    g.setStroke(new BasicStroke(6, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
  }

  Sheet pen(float thickness) {
    g.setStroke(new BasicStroke(thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    return this;
  }

  Sheet line(double x1, double y1, double x2, double y2) {
    g.draw(new Line2D.Double(x1, y1, x2, y2));
    return this;
  }

  Sheet dot(double x, double y, double diameter) {
    g.fill(new Ellipse2D.Double(x - diameter / 2, y - diameter / 2, diameter, diameter));
    return this;
  }

  /** As an O, 60 high and 40 wide at the outside. */
  Sheet ring(double left, double top) {
    return draw(new Ellipse2D.Double(left + 3, top + 3, 34, 54));
  }

  Sheet frame(double left, double top, double width, double height) {
    return draw(new Rectangle2D.Double(left, top, width, height));
  }

  Sheet draw(Shape shape) {
    g.draw(shape);
    return this;
  }

  /** Rotates subsequent drawings. */
  Sheet rotate(double degrees) {
    g.rotate(Math.toRadians(degrees), picture.getWidth() / 2.0, picture.getHeight() / 2.0);
    return this;
  }

  BufferedImage picture() {
    return picture;
  }

  List<CharacterRegion> segment() {
    return CharacterSegmenter.standard().segment(picture);
  }

  /** Each as {@code row:x,y widthxheight}. */
  List<String> boxes() {
    return segment().stream()
        .map(r -> r.row() + ":" + r.x() + "," + r.y() + " " + r.width() + "x" + r.height())
        .toList();
  }
}
