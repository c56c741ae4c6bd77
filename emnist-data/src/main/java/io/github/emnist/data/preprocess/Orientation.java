package io.github.emnist.data.preprocess;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;

/** Turns a picture as its EXIF orientation says (CIPA DC-008, tag 0x0112): 1 upright, to 8. */
final class Orientation {
  /** The picture is upright as it is stored. */
  static final int UPRIGHT = 1;

  /** The last of the eight. */
  static final int LAST = 8;

  private Orientation() {}

  /**
   * Turns a picture upright.
   *
   * @param orientation 1 to 8: how it is stored
   * @return {@code stored} itself where it is upright
   */
  static BufferedImage upright(BufferedImage stored, int orientation) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    boolean reversed = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    boolean fromTheEnd =
        orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    boolean columns = orientation >= 5;
    int width = stored.getWidth();
    int height = stored.getHeight();
    Raster from = stored.getRaster();
    WritableRaster to =
        columns
            ? from.createCompatibleWritableRaster(height, width)
            : from.createCompatibleWritableRaster(width, height);
    int[] line = new int[width];
    for (int y = 0; y < height; y++) {
      int target = fromTheEnd ? height - 1 - y : y;
      for (int band = 0; band < from.getNumBands(); band++) {
        from.getSamples(from.getMinX(), from.getMinY() + y, width, 1, band, line);
        if (reversed) {
          reverse(line);
        }
        if (columns) {
          to.setSamples(target, 0, 1, width, band, line);
        } else {
          to.setSamples(0, target, width, 1, band, line);
        }
      }
    }
    return new BufferedImage(stored.getColorModel(), to, stored.isAlphaPremultiplied(), null);
  }

  private static void reverse(int[] line) {
    for (int i = 0, k = line.length - 1; i < k; i++, k--) {
      int value = line[i];
      line[i] = line[k];
      line[k] = value;
    }
  }
}
