package io.github.emnist.benchmarks.disguise;

import io.github.emnist.data.GrayImage;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Originals and their disguises side by side, for the eye. */
public final class DisguiseSheet {
  private static final int CELL = 150;
  private static final int GAP = 6;

  /** Shows through where a picture is transparent, which white would hide. */
  private static final Color BACKDROP = new Color(176, 160, 190);

  private DisguiseSheet() {}

  /**
   * Draws a sheet.
   *
   * @param images the originals
   * @param indices each original's index, as {@link Disguise#apply} takes it
   * @param seed of the disguises
   * @return a row for each original: itself, then its disguises in order, each fitted into a cell
   * @throws IOException if a disguise cannot be decoded
   */
  public static BufferedImage draw(List<GrayImage> images, int[] indices, long seed)
      throws IOException {
    Disguise[] disguises = Disguise.values();
    int step = CELL + GAP;
    BufferedImage sheet =
        new BufferedImage(
            GAP + step * (disguises.length + 1),
            GAP + step * images.size(),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(BACKDROP);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int row = 0; row < images.size(); row++) {
      fit(graphics, images.get(row).toBufferedImage(), GAP, GAP + row * step);
      for (Disguise disguise : disguises) {
        byte[] file = disguise.apply(images.get(row), seed, indices[row]);
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(file));
        fit(graphics, picture, GAP + (disguise.ordinal() + 1) * step, GAP + row * step);
      }
    }
    graphics.dispose();
    return sheet;
  }

  private static void fit(Graphics2D graphics, BufferedImage picture, int x, int y) {
    double scale = (double) CELL / Math.max(picture.getWidth(), picture.getHeight());
    int width = (int) (picture.getWidth() * scale);
    int height = (int) (picture.getHeight() * scale);
    graphics.drawImage(
        picture, x + (CELL - width) / 2, y + (CELL - height) / 2, width, height, null);
  }
}
