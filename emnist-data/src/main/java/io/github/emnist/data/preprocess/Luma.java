package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Histograms;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;

/**
 * Converts a picture's colours to grey levels in which ink and paper differ.
 *
 * <p>Normally these are its luma, {@code Y' = 0.299 R' + 0.587 G' + 0.114 B'} (ITU-R BT.601). If
 * colours differ much more than luma, such as green and red of equal brightness, they are positions
 * along the line on which the colours vary most. Transparent parts become a background that
 * contrasts with the rest. Samples of more than eight bits are scaled by the bits that the largest
 * one needs.
 */
final class Luma {
  /** ITU-R BT.601, times 2^16. */
  private static final int[] BT_601 = {19595, 38470, 7471};

  private static final int ONE = 1 << 16;
  private static final int OPAQUE = 255;

  /** The number of sampled pixels in a row and in a column to measure colours. */
  private static final int SAMPLES = 64;

  /** The shift of the sampled columns from row to row, so that no thin stroke is missed. */
  private static final int STAGGER = 7;

  /** Luma suffices with this part of the variance along the colours' line. */
  private static final double ENOUGH_LUMA = 0.1;

  /** Luma suffices with this deviation, in levels: a thin stroke of 40 levels contrast has it. */
  private static final double SURE_LUMA = 10;

  /** Smaller deviations of colours, in levels, are noise. */
  private static final double LEAST_DEVIATION = 3;

  private static final int POWER_ITERATIONS = 30;

  /** The largest range of levels of opaque parts that are ink of one colour without paper. */
  private static final int ONE_INK = 24;

  /** The part of the opaque pixels left out at either end of that range. */
  private static final double STRAYS = 0.002;

  private final BufferedImage image;
  private final Rows rows;
  private final int width;
  private final int height;
  private final int[] row;

  private Luma(BufferedImage image) {
    this.image = image;
    this.rows = Rows.of(image);
    this.width = image.getWidth();
    this.height = image.getHeight();
    this.row = new int[width];
  }

  /** Returns the levels of a picture of any size and type. */
  static GrayImage of(BufferedImage image) {
    return of(image, Integer.MAX_VALUE);
  }

  /** Returns a picture's levels, reduced by averaging squares to a limit for the longer side. */
  static GrayImage of(BufferedImage image, int maxSide) {
    int longer = Math.max(image.getWidth(), image.getHeight());
    return new Luma(image).reduced((longer - 1) / maxSide + 1);
  }

  /** Averages squares of {@code factor} by {@code factor} pixels. */
  private GrayImage reduced(int factor) {
    int[] weights = weights();
    boolean hasAlpha = image.getColorModel().hasAlpha();
    int columns = (width - 1) / factor + 1;
    int lines = (height - 1) / factor + 1;
    byte[] levels = new byte[columns * lines];
    byte[] opacity = new byte[hasAlpha ? levels.length : 0];
    char[] covered = new char[opacity.length];
    long[] histogram = new long[256];
    long[] sums = new long[columns];
    long[] alphas = new long[columns];
    for (int line = 0; line < lines; line++) {
      int end = Math.min(height, (line + 1) * factor);
      for (int y = line * factor; y < end; y++) {
        rows.read(y, row);
        if (hasAlpha) {
          addCovered(weights, factor, sums, alphas, histogram);
        } else if (factor == 1) {
          project(weights, levels, line * columns);
        } else {
          addLevels(weights, factor, sums);
        }
      }
      for (int x = 0; x < columns && (hasAlpha || factor > 1); x++) {
        int count = (end - line * factor) * Math.min(factor, width - x * factor);
        if (hasAlpha) {
          opacity[line * columns + x] = (byte) ((alphas[x] + count / 2) / count);
          covered[line * columns + x] = (char) ((sums[x] + count / 2) / count);
        } else {
          levels[line * columns + x] = (byte) ((sums[x] + count / 2) / count);
        }
        sums[x] = 0;
        alphas[x] = 0;
      }
    }
    if (hasAlpha) {
      composite(opacity, covered, background(histogram), levels);
    }
    return GrayImage.of(columns, lines, levels);
  }

  private void project(int[] weights, byte[] levels, int offset) {
    int red = weights[0];
    int green = weights[1];
    int blue = weights[2];
    int bias = weights[3];
    for (int x = 0; x < width; x++) {
      int rgb = row[x];
      levels[offset + x] =
          (byte)
              (red * (rgb >> 16 & 0xFF) + green * (rgb >> 8 & 0xFF) + blue * (rgb & 0xFF) + bias
                  >> 16);
    }
  }

  private static int level(int rgb, int[] weights) {
    return weights[0] * (rgb >> 16 & 0xFF)
            + weights[1] * (rgb >> 8 & 0xFF)
            + weights[2] * (rgb & 0xFF)
            + weights[3]
        >> 16;
  }

  private void addLevels(int[] weights, int factor, long[] sums) {
    for (int column = 0; column < sums.length; column++) {
      int end = Math.min(width, (column + 1) * factor);
      int sum = 0;
      for (int x = column * factor; x < end; x++) {
        sum += level(row[x], weights);
      }
      sums[column] += sum;
    }
  }

  /** Adds opacities, and levels times opacities. */
  private void addCovered(int[] weights, int factor, long[] sums, long[] alphas, long[] histogram) {
    for (int x = 0; x < width; x++) {
      int alpha = row[x] >>> 24;
      int level = level(row[x], weights);
      sums[x / factor] += (long) alpha * level;
      alphas[x / factor] += alpha;
      histogram[level] += alpha;
    }
  }

  private static void composite(byte[] opacity, char[] covered, int background, byte[] levels) {
    for (int i = 0; i < levels.length; i++) {
      int value = covered[i] + background * (OPAQUE - (opacity[i] & 0xFF));
      levels[i] = (byte) ((value + OPAQUE / 2) / OPAQUE);
    }
  }

  /**
   * Returns a background that contrasts with the picture. A picture that is mostly opaque with
   * several levels has its own paper, which continues: its median level. Otherwise the opaque part
   * is ink: dark ink gets white, light ink black.
   */
  private int background(long[] histogram) {
    long total = 0;
    for (long count : histogram) {
      total += count;
    }
    int median = Histograms.quantile(histogram, 0, 255, total / 2.0);
    int spread =
        Histograms.quantile(histogram, 0, 255, (1 - STRAYS) * total)
            - Histograms.quantile(histogram, 0, 255, STRAYS * total);
    if (spread > ONE_INK && 2 * total > (long) OPAQUE * width * height) {
      return median;
    }
    return median < 128 ? 255 : 0;
  }

  /**
   * Returns the weights of red, green and blue, times 2^16, and a constant: luma's, or those of the
   * line along which the colours vary most (their first principal component, by power iteration),
   * scaled to levels from 0 to 255.
   */
  private int[] weights() {
    int[] luma = {BT_601[0], BT_601[1], BT_601[2], ONE / 2};
    if (image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY) {
      return luma;
    }
    double[][] covariance = covariance();
    double[] line = {BT_601[0], BT_601[1], BT_601[2]};
    normalise(line);
    double lumaVariance = variance(covariance, line);
    line = new double[] {1, -0.7, 0.4}; // not an axis of symmetry
    for (int i = 0; i < POWER_ITERATIONS; i++) {
      line = product(covariance, line);
      if (!normalise(line)) {
        return luma; // a single colour
      }
    }
    double variance = variance(covariance, line);
    if (variance < LEAST_DEVIATION * LEAST_DEVIATION
        || lumaVariance >= Math.min(SURE_LUMA * SURE_LUMA, ENOUGH_LUMA * variance)) {
      return luma;
    }
    int[] weights = new int[4];
    int negative = 0;
    for (int c = 0; c < 3; c++) {
      weights[c] = (int) Math.round(line[c] * (ONE - 2));
      negative += Math.max(0, -weights[c]);
    }
    weights[3] = OPAQUE * negative + ONE / 2;
    return weights;
  }

  /** Returns the covariance of red, green and blue at samples that are not transparent. */
  private double[][] covariance() {
    double[] sums = new double[3];
    double[][] products = new double[3][3];
    int count = 0;
    int stepX = (width - 1) / SAMPLES + 1;
    int stepY = (height - 1) / SAMPLES + 1;
    boolean hasAlpha = image.getColorModel().hasAlpha();
    for (int y = stepY / 2; y < height; y += stepY) {
      rows.read(y, row);
      for (int x = y / stepY * STAGGER % stepX; x < width; x += stepX) {
        int argb = row[x];
        if (hasAlpha && argb >>> 24 < OPAQUE / 2) {
          continue;
        }
        count++;
        int[] colour = {argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF};
        for (int c = 0; c < 3; c++) {
          sums[c] += colour[c];
          for (int d = 0; d < 3; d++) {
            products[c][d] += colour[c] * colour[d];
          }
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      for (int d = 0; d < 3; d++) {
        products[c][d] = count == 0 ? 0 : (products[c][d] - sums[c] * sums[d] / count) / count;
      }
    }
    return products;
  }

  private static double[] product(double[][] matrix, double[] vector) {
    double[] result = new double[3];
    for (int c = 0; c < 3; c++) {
      for (int d = 0; d < 3; d++) {
        result[c] += matrix[c][d] * vector[d];
      }
    }
    return result;
  }

  private static double variance(double[][] covariance, double[] line) {
    double[] product = product(covariance, line);
    return line[0] * product[0] + line[1] * product[1] + line[2] * product[2];
  }

  /** Divides by the sum of absolute values; returns false if it is nearly 0. */
  private static boolean normalise(double[] vector) {
    double sum = Math.abs(vector[0]) + Math.abs(vector[1]) + Math.abs(vector[2]);
    if (sum < 1e-9) {
      return false;
    }
    for (int c = 0; c < 3; c++) {
      vector[c] /= sum;
    }
    return true;
  }

  /** Reads a picture's pixels row by row, like {@link BufferedImage#getRGB} but faster. */
  interface Rows {
    /**
     * Reads row {@code y}: one pixel per element, 8 bits per sample, not premultiplied; the alpha
     * of a picture without transparency is undefined.
     */
    void read(int y, int[] argb);

    /** Returns the fastest reader for a picture. */
    static Rows of(BufferedImage image) {
      ColorModel colours = image.getColorModel();
      Raster raster = image.getRaster();
      boolean isGray = colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
      if (image.getType() == BufferedImage.TYPE_INT_RGB
          || image.getType() == BufferedImage.TYPE_INT_ARGB) {
        return (y, argb) -> raster.getDataElements(0, y, argb.length, 1, argb);
      }
      if (colours instanceof IndexColorModel palette) {
        int[] rgb = new int[palette.getMapSize()];
        palette.getRGBs(rgb);
        return (y, argb) -> {
          raster.getSamples(0, y, argb.length, 1, 0, argb);
          for (int x = 0; x < argb.length; x++) {
            argb[x] = argb[x] < rgb.length ? rgb[argb[x]] : 0;
          }
        };
      }
      boolean isPlain =
          (isGray || colours.getColorSpace().isCS_sRGB())
              && !colours.isAlphaPremultiplied()
              && colours.getNumComponents() == raster.getNumBands()
              && colours.getComponentSize(0) >= Byte.SIZE;
      if (isPlain && colours.getTransferType() == DataBuffer.TYPE_BYTE) {
        return raster.getSampleModel() instanceof PixelInterleavedSampleModel model
                && raster.getDataBuffer() instanceof DataBufferByte buffer
                && buffer.getNumBanks() == 1
            ? ofBytes(raster, model, buffer)
            : ofSamples(raster, colours, 0);
      }
      if (isPlain && colours.getTransferType() == DataBuffer.TYPE_USHORT && isComponents(image)) {
        return ofSamples(raster, colours, bitsInUse(raster, colours) - Byte.SIZE);
      }
      return (y, argb) -> image.getRGB(0, y, argb.length, 1, argb, 0, argb.length);
    }

    /**
     * Tells whether each element holds one sample; packed pixels, such as 565, have several in an
     * element.
     */
    private static boolean isComponents(BufferedImage image) {
      return image.getSampleModel().getNumDataElements() == image.getRaster().getNumBands();
    }

    /** Reads from the array; AWT merely stops caching it in video memory. */
    private static Rows ofBytes(
        Raster raster, PixelInterleavedSampleModel model, DataBufferByte buffer) {
      byte[] data = buffer.getData();
      int[] bands = model.getBandOffsets();
      int count = bands.length;
      int red = bands[0];
      int green = count < 3 ? red : bands[1];
      int blue = count < 3 ? red : bands[2];
      int pixel = model.getPixelStride();
      int left = -raster.getSampleModelTranslateX();
      int top = -raster.getSampleModelTranslateY();
      int first = buffer.getOffset() + left * pixel + top * model.getScanlineStride();
      return (y, argb) -> {
        int at = first + y * model.getScanlineStride();
        for (int x = 0; x < argb.length; x++, at += pixel) {
          argb[x] =
              0xFF000000
                  | (data[at + red] & 0xFF) << 16
                  | (data[at + green] & 0xFF) << 8
                  | data[at + blue] & 0xFF;
        }
        if (count % 2 == 0) {
          at = first + y * model.getScanlineStride() + bands[count - 1];
          for (int x = 0; x < argb.length; x++, at += pixel) {
            argb[x] = argb[x] & 0xFFFFFF | data[at] << 24;
          }
        }
      };
    }

    /**
     * Reads samples as stored: {@link BufferedImage#getRGB} takes grey for linear light and
     * brightens it (128 becomes 188), although files contain luma. {@code shift} drops low bits of
     * colours; alpha uses all of its bits.
     */
    private static Rows ofSamples(Raster raster, ColorModel colours, int shift) {
      int bands = raster.getNumBands();
      int alphaBits = colours.getComponentSize(bands - 1);
      int[] samples = new int[raster.getWidth()];
      return (y, argb) -> {
        for (int channel = 0; channel < 3; channel++) {
          if (channel == 0 || bands >= 3) {
            raster.getSamples(0, y, argb.length, 1, channel, samples);
          }
          for (int x = 0; x < argb.length; x++) {
            argb[x] = argb[x] << 8 | samples[x] >> shift;
          }
        }
        if (bands % 2 == 0) {
          raster.getSamples(0, y, argb.length, 1, bands - 1, samples);
        }
        for (int x = 0; x < argb.length; x++) {
          int alpha = bands % 2 == 0 ? samples[x] >> alphaBits - Byte.SIZE : OPAQUE;
          argb[x] = argb[x] & 0xFFFFFF | alpha << 24;
        }
      };
    }

    /** Returns at least 8: cameras and scanners store 10 or 12 bits in files of 16. */
    private static int bitsInUse(Raster raster, ColorModel colours) {
      int[] samples = new int[raster.getWidth()];
      int used = 0;
      for (int y = 0; y < raster.getHeight(); y++) {
        for (int band = 0; band < colours.getNumColorComponents(); band++) {
          raster.getSamples(0, y, samples.length, 1, band, samples);
          for (int sample : samples) {
            used |= sample;
          }
        }
      }
      return Math.max(Byte.SIZE, Integer.SIZE - Integer.numberOfLeadingZeros(used));
    }
  }
}
