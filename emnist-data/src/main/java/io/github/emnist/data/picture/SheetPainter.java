package io.github.emnist.data.picture;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.picture.SheetPlan.Line;
import io.github.emnist.data.picture.SheetPlan.Tile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;

/**
 * Draws a planned sheet. Images go straight into the raster, each pixel a square of its own value;
 * only text asks AWT for graphics, and so for fonts.
 */
final class SheetPainter {
  private static final byte PAPER = (byte) 255;
  private static final byte RULE = (byte) 128;

  private final byte[] canvas;
  private final int stride;

  private SheetPainter(byte[] canvas, int stride) {
    this.canvas = canvas;
    this.stride = stride;
  }

  static BufferedImage paint(SheetPlan plan, int scale) {
    BufferedImage image =
        new BufferedImage(plan.width(), plan.height(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] canvas = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    Arrays.fill(canvas, PAPER);
    SheetPainter painter = new SheetPainter(canvas, plan.width());
    for (Tile tile : plan.tiles()) {
      painter.paint(tile, scale);
    }
    if (!plan.lines().isEmpty()) {
      Graphics2D g = image.createGraphics();
      try {
        g.setColor(Color.BLACK);
        for (Line line : plan.lines()) {
          line.lettering().draw(g, line.text(), line.x(), line.y());
        }
      } finally {
        g.dispose();
      }
    }
    return image;
  }

  /** An image and the line around it, which neighbours share. */
  private void paint(Tile tile, int scale) {
    EmnistDataset dataset = tile.dataset();
    int width = dataset.width() * scale;
    int height = dataset.height() * scale;
    for (int y = tile.y() - 1; y <= tile.y() + height; y++) {
      int row = y * stride + tile.x() - 1;
      Arrays.fill(canvas, row, row + width + 2, RULE);
    }
    byte[] pixels = new byte[dataset.width() * dataset.height()];
    dataset.copyImage(tile.index(), pixels, 0);
    for (int i = 0; i < pixels.length; i++) {
      int left = tile.x() + i % dataset.width() * scale;
      int top = tile.y() + i / dataset.width() * scale;
      for (int y = top; y < top + scale; y++) {
        Arrays.fill(canvas, y * stride + left, y * stride + left + scale, pixels[i]);
      }
    }
  }
}
