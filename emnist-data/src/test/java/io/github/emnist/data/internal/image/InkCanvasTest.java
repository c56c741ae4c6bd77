package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.image.InkCanvas.PenPath;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class InkCanvasTest {
  private final PenPath path = new PenPath();
  private final InkCanvas canvas = new InkCanvas();

  private void add(double x, double y, boolean down, double radius) {
    path.add(x, y, down);
    path.setRadius(path.size() - 1, radius);
  }

  @Test
  void aDotHasTheAreaOfACircle() {
    add(3, 3, false, 10);

    canvas.draw(path, 1, 1);

    assertThat(area()).isCloseTo(Math.PI * 100, within(2.0));
    assertThat(canvas.longerSide()).isEqualTo(20);
  }

  @Test
  void aTaperedLineHasTheAreaOfItsOutline() {
    add(0, 0, false, 2);
    add(40, 0, true, 6);

    canvas.draw(path, 1, 1);

    double trapezium = 40 * (2 + 6);
    double caps = Math.PI / 2 * (2 * 2 + 6 * 6);
    assertThat(area()).isCloseTo(trapezium + caps, within(6.0));
  }

  @Test
  void scalesUnitsToPixels() {
    add(0, 0, false, 1);
    add(0, 10, true, 1);

    canvas.draw(path, 3, 1);

    assertThat(canvas.longerSide()).isEqualTo(36);
    assertThat(area()).isCloseTo(9 * (20 + Math.PI), within(4.0));
  }

  @Test
  void drawsAsJava2DDoes() {
    int count = 40;
    Path2D outline = new Path2D.Double();
    for (int i = 0; i < count; i++) {
      double x = 60 * i / (count - 1.0);
      double y = 20 * Math.sin(i / 6.0);
      boolean down = i != 0 && i != 15;
      add(x, y, down, 3);
      if (down) {
        outline.lineTo(x, -y);
      } else {
        outline.moveTo(x, -y);
      }
    }
    canvas.draw(path, 1, 1);

    BufferedImage image =
        new BufferedImage(canvas.width(), canvas.height(), BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    // The canvas begins two pixels (its border) and one radius before the path's box.
    graphics.translate(2 + 3, 2 + 3 + highest());
    graphics.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    graphics.draw(outline);
    graphics.dispose();
    double difference = 0;
    for (int y = 0; y < canvas.height(); y++) {
      for (int x = 0; x < canvas.width(); x++) {
        int expected = image.getRaster().getSample(x, y, 0);
        int drawn = canvas.ink()[y * canvas.width() + x] & 0xFF;
        assertThat(Math.abs(drawn - expected)).as("pixel %d, %d", x, y).isLessThan(110);
        difference += Math.abs(drawn - expected) / 255.0;
      }
    }
    assertThat(difference / area()).isLessThan(0.04);
  }

  private double highest() {
    double highest = 0;
    for (int i = 0; i < path.size(); i++) {
      highest = Math.max(highest, path.y(i));
    }
    return highest;
  }

  private double area() {
    double sum = 0;
    for (int i = 0; i < canvas.width() * canvas.height(); i++) {
      sum += (canvas.ink()[i] & 0xFF) / 255.0;
    }
    return sum;
  }
}
