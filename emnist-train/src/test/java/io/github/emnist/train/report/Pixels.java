package io.github.emnist.train.report;

import java.awt.Color;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Looks for colours in a picture. */
final class Pixels {
  private Pixels() {}

  static List<Point> of(Color colour, BufferedImage image, Rectangle where) {
    List<Point> points = new ArrayList<>();
    for (int y = where.y; y < where.getMaxY(); y++) {
      for (int x = where.x; x < where.getMaxX(); x++) {
        if ((image.getRGB(x, y) & 0xFFFFFF) == (colour.getRGB() & 0xFFFFFF)) {
          points.add(new Point(x, y));
        }
      }
    }
    return points;
  }

  static Rectangle all(BufferedImage image) {
    return new Rectangle(image.getWidth(), image.getHeight());
  }

  static double meanX(List<Point> points) {
    return points.stream().mapToInt(p -> p.x).average().orElseThrow();
  }

  static double meanY(List<Point> points) {
    return points.stream().mapToInt(p -> p.y).average().orElseThrow();
  }
}
