package io.github.emnist.data.preprocess;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.lang.reflect.Array;

/**
 * Finds what a picture says of which way is up (CIPA DC-008, tag 0x0112: 1 upright, to 8), and
 * turns it accordingly. Nothing else of EXIF data is read, and what is damaged in it is passed
 * over.
 */
final class Orientation {
  /** The picture is upright as it is stored. */
  static final int UPRIGHT = 1;

  /** The last of the eight. */
  static final int LAST = 8;

  /** Pixels, wide and high, that are turned in one go, and stay in the processor's cache. */
  private static final int BLOCK = 64;

  private Orientation() {}

  /**
   * Finds it.
   *
   * @param encoded a picture, which may end or go wrong anywhere
   * @return 1 to 8; 1 where nothing is said, or nothing that can be understood
   */
  static int of(byte[] encoded, PictureHeader.Format format) {
    byte[] tiff =
        switch (format) {
          case JPEG -> JpegPicture.exif(encoded);
          case PNG -> new PngPicture(encoded).exif();
          case TIFF -> encoded;
          default -> new byte[0];
        };
    return TiffPicture.isTiff(tiff) ? new TiffPicture(tiff, "EXIF data").orientation() : UPRIGHT;
  }

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
    for (int y = 0; y < height; y += BLOCK) {
      int rows = Math.min(BLOCK, height - y);
      int top = fromTheEnd ? height - y - rows : y;
      for (int x = 0; x < width; x += BLOCK) {
        int count = Math.min(BLOCK, width - x);
        int left = reversed ? width - x - count : x;
        Object pixels =
            from.getDataElements(from.getMinX() + x, from.getMinY() + y, count, rows, null);
        // A pixel's neighbours in the turned block: the next of its row, and of its column.
        int across = columns ? rows : 1;
        int down = columns ? 1 : count;
        int first = (reversed ? (count - 1) * across : 0) + (fromTheEnd ? (rows - 1) * down : 0);
        Object turned =
            turn(
                pixels, count, rows, first, reversed ? -across : across, fromTheEnd ? -down : down);
        if (columns) {
          to.setDataElements(top, left, rows, count, turned);
        } else {
          to.setDataElements(left, top, count, rows, turned);
        }
      }
    }
    return new BufferedImage(stored.getColorModel(), to, stored.isAlphaPremultiplied(), null);
  }

  /** Bytes and packed pixels, as photographs have them, one by one; others pixel by pixel. */
  private static Object turn(
      Object pixels, int width, int height, int first, int across, int down) {
    int length = Array.getLength(pixels);
    int elements = length / (width * height);
    Object turned = Array.newInstance(pixels.getClass().getComponentType(), length);
    for (int y = 0; y < height; y++) {
      int from = y * width * elements;
      int to = (first + y * down) * elements;
      int step = across * elements;
      if (pixels instanceof byte[] bytes) {
        byte[] turnedBytes = (byte[]) turned;
        for (int i = 0; i < elements; i++) {
          for (int x = 0, at = to + i; x < width; x++, at += step) {
            turnedBytes[at] = bytes[from + x * elements + i];
          }
        }
      } else if (pixels instanceof int[] ints && elements == 1) {
        int[] turnedInts = (int[]) turned;
        for (int x = 0, at = to; x < width; x++, at += step) {
          turnedInts[at] = ints[from + x];
        }
      } else {
        for (int x = 0; x < width; x++) {
          System.arraycopy(pixels, from + x * elements, turned, to + x * step, elements);
        }
      }
    }
    return turned;
  }
}
