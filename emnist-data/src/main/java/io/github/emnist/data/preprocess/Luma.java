package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.util.Arrays;

/**
 * The brightness of a picture: Y' = 0.299 R' + 0.587 G' + 0.114 B' (ITU-R BT.601), and its opacity.
 */
final class Luma {
  private static final int OPAQUE = 255;

  private final int width;
  private final int height;
  private final byte[] luma;

  /** Null where every pixel is opaque. */
  private final byte[] alpha;

  private Luma(int width, int height, boolean transparency) {
    this.width = width;
    this.height = height;
    luma = new byte[Math.multiplyExact(width, height)];
    alpha = transparency ? new byte[luma.length] : null;
  }

  /** The luma of a picture, laid over a background where it is transparent. */
  static GrayImage of(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    Luma picture = new Luma(image.getWidth(), image.getHeight(), colours.hasAlpha());
    if (isPlainGray(image)) {
      picture.readGray(image.getRaster(), colours);
    } else {
      picture.readColours(image);
    }
    if (colours.hasAlpha()) {
      picture.composite();
    }
    return GrayImage.of(picture.width, picture.height, picture.luma);
  }

  /**
   * Whether the samples are the luma. {@link BufferedImage#getRGB} would not do: AWT takes grey
   * samples for linear light and brightens them (128 becomes 188), though files hold luma.
   */
  private static boolean isPlainGray(BufferedImage image) {
    ColorModel colours = image.getColorModel();
    // A sample may be stored in more bits than it has: 12 in 16.
    int[] bits = colours.getComponentSize();
    return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY
        && colours.getNumComponents() == image.getSampleModel().getNumBands()
        && !colours.isAlphaPremultiplied()
        && (colours.getTransferType() == DataBuffer.TYPE_BYTE
            || colours.getTransferType() == DataBuffer.TYPE_USHORT)
        && Arrays.stream(bits).allMatch(size -> size >= Byte.SIZE);
  }

  private void readGray(Raster raster, ColorModel colours) {
    readBand(raster, 0, colours.getComponentSize(0), luma);
    if (alpha != null) {
      readBand(raster, 1, colours.getComponentSize(1), alpha);
    }
  }

  private void readBand(Raster raster, int band, int bits, byte[] target) {
    int shift = bits - Byte.SIZE;
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      raster.getSamples(0, y, width, 1, band, row);
      for (int x = 0; x < width; x++) {
        target[y * width + x] = (byte) (row[x] >> shift);
      }
    }
  }

  private void readColours(BufferedImage image) {
    ArgbRows rows = ArgbRows.of(image);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      rows.read(y, row);
      for (int x = 0; x < width; x++) {
        int argb = row[x];
        int red = argb >> 16 & 0xFF;
        int green = argb >> 8 & 0xFF;
        int blue = argb & 0xFF;
        luma[y * width + x] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        if (alpha != null) {
          alpha[y * width + x] = (byte) (argb >>> 24);
        }
      }
    }
  }

  private void composite() {
    int background = background();
    for (int i = 0; i < luma.length; i++) {
      int opacity = alpha[i] & 0xFF;
      int value = (luma[i] & 0xFF) * opacity + background * (OPAQUE - opacity);
      luma[i] = (byte) ((value + OPAQUE / 2) / OPAQUE);
    }
  }

  /**
   * The background that shows the picture. Where most of it is opaque, it has a paper of its own,
   * which goes on: the most frequent half of its levels. Otherwise what is there are strokes, dark
   * ones on white and light ones on black.
   */
  private int background() {
    long[] histogram = new long[256];
    long opaque = 0;
    for (int i = 0; i < luma.length; i++) {
      int opacity = alpha[i] & 0xFF;
      histogram[luma[i] & 0xFF] += opacity;
      opaque += opacity;
    }
    int median = median(histogram, opaque);
    if (2 * opaque > (long) OPAQUE * luma.length) {
      return median;
    }
    return median < 128 ? 255 : 0;
  }

  private static int median(long[] histogram, long total) {
    int level = 0;
    for (long below = histogram[0]; 2 * below < total; below += histogram[level]) {
      level++;
    }
    return level;
  }
}
