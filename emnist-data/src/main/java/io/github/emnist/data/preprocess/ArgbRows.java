package io.github.emnist.data.preprocess;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;

/**
 * Reads a picture's pixels as {@link BufferedImage#getRGB} gives them, row by row. The types that
 * decoders and drawing programs use hold these very bytes, and are read without a call a pixel.
 */
interface ArgbRows {

  /**
   * Reads a row.
   *
   * @param y 0 at the top
   * @param argb receives a pixel an element, not premultiplied
   */
  void read(int y, int[] argb);

  /** The quickest way for a picture. */
  static ArgbRows of(BufferedImage image) {
    Raster raster = image.getRaster();
    if (image.getColorModel().getColorSpace().isCS_sRGB()) {
      switch (image.getType()) {
        case BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB:
          return (y, argb) -> raster.getDataElements(0, y, argb.length, 1, argb);
        case BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_4BYTE_ABGR:
          return ofBytes(raster);
        default:
          break;
      }
    }
    return (y, argb) -> image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
  }

  /** Bands of bytes: red, green, blue and perhaps alpha, whatever their order in memory. */
  private static ArgbRows ofBytes(Raster raster) {
    int bands = raster.getNumBands();
    byte[] row = new byte[raster.getWidth() * bands];
    return (y, argb) -> {
      raster.getDataElements(0, y, argb.length, 1, row);
      for (int x = 0; x < argb.length; x++) {
        int at = x * bands;
        int alpha = bands == 4 ? row[at + 3] << 24 : 0xFF000000;
        argb[x] = alpha | (row[at] & 0xFF) << 16 | (row[at + 1] & 0xFF) << 8 | row[at + 2] & 0xFF;
      }
    };
  }
}
