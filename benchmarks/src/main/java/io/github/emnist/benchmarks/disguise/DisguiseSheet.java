package io.github.emnist.benchmarks.disguise;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** Draws rows of pictures side by side, to be checked by eye. */
public final class DisguiseSheet {
  private static final int CELL = 110;
  private static final int GAP = 6;
  private static final int TEXT = 14;

  /** The background, visible where a picture is transparent, which white would hide. */
  private static final Color BACKDROP = new Color(176, 160, 190);

  private DisguiseSheet() {}

  /**
   * Draws a sheet.
   *
   * @param rows the pictures, each fitted into a cell
   * @param names of the rows, written above them
   * @return the sheet
   */
  public static BufferedImage draw(List<List<BufferedImage>> rows, List<String> names) {
    int columns = rows.stream().mapToInt(List::size).max().orElse(1);
    int step = CELL + GAP;
    BufferedImage sheet =
        new BufferedImage(
            GAP + step * columns, GAP + (step + TEXT) * rows.size(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(BACKDROP);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    graphics.setColor(Color.BLACK);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    for (int row = 0; row < rows.size(); row++) {
      int top = GAP + row * (step + TEXT);
      graphics.drawString(names.get(row), GAP, top + TEXT - GAP / 2);
      for (int column = 0; column < rows.get(row).size(); column++) {
        fit(graphics, rows.get(row).get(column), GAP + column * step, top + TEXT);
      }
    }
    graphics.dispose();
    return sheet;
  }

  private static void fit(Graphics2D graphics, BufferedImage picture, int x, int y) {
    double scale = (double) CELL / Math.max(picture.getWidth(), picture.getHeight());
    int width = Math.max(1, (int) (picture.getWidth() * scale));
    int height = Math.max(1, (int) (picture.getHeight() * scale));
    graphics.drawImage(
        picture, x + (CELL - width) / 2, y + (CELL - height) / 2, width, height, null);
  }
}
