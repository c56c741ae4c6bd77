package io.github.emnist.data.internal.image;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.image.Resampling.AxisWeights;
import java.util.Arrays;
import java.util.Objects;

/**
 * EMNIST's own conversion of a scanned character into a 28x28 picture (Cohen, Afshar, Tapson and
 * van Schaik, "EMNIST: an extension of MNIST to handwritten letters", 2017, section II): blur with
 * a Gaussian of sigma 1, crop to the character, centre it in a square with a border of 2 pixels and
 * its aspect ratio kept, sample the square bicubically at 28x28, scale the intensities to 0 to 255.
 *
 * <p>The paper's pixels are those of NIST's scans: 128x128, of which a character fills a part. A
 * picture of any other scale is treated as if its character were {@value #SCAN_INK} scan pixels
 * long: blur, margin and step are multiples of the character's longer side, so the result does not
 * depend on the picture's size. Blur and sampling are combined into one weighted sum per axis, over
 * the square alone.
 *
 * <p>Keeps its buffers from call to call: fast, and not thread-safe.
 */
public final class EmnistConversion {
  /** Width and height of the result, in pixels. */
  public static final int SIDE = 28;

  /**
   * The longer side of a typical character in NIST's scans, in scan pixels. Measured on 225,930
   * EMNIST images: their ink is 22.2 pixels long on average, which is {@code 28 * 45 / (45 + 2 *
   * 6)}.
   */
  public static final double SCAN_INK = 45;

  /**
   * The margin between the character and the sides of the square, in scan pixels: the border of 2,
   * and 4 for the blurred edge. Measured on the same images: along straight edges nearly all pixels
   * are 0, 4, 37, 127, 217, 250, 254 or 255, a blurred step at whole scan pixels. The number of
   * values that an edge skips gives the distance of an image's pixels in scan pixels (1.3 to 2.7,
   * 2.06 on average), and that gives a square 12 scan pixels longer than the character, at every
   * scale.
   */
  public static final double SCAN_MARGIN = 6;

  /** The blur's standard deviation, in scan pixels. */
  public static final double SCAN_SIGMA = 1;

  /** The side of NIST's scans. */
  private static final double MAX_SCAN_INK = 128;

  private final AxisWeights rows = new AxisWeights(SIDE);
  private final AxisWeights columns = new AxisWeights(SIDE);
  private final float[] result = new float[SIDE * SIDE];
  private float[] line = new float[0];
  private float[] resampledRows = new float[0];

  /** Creates a conversion; its buffers grow with the largest picture. */
  public EmnistConversion() {}

  /** Converts a picture as if its character were {@link #SCAN_INK} scan pixels long. */
  public boolean convert(byte[] ink, int width, int height, byte[] target, int offset) {
    return convert(ink, width, height, SCAN_INK, target, offset);
  }

  /**
   * Converts a picture as if its character had a given size in NIST's scans. A larger size gives
   * sharper edges and a narrower margin; with the character's own longer side, a picture is
   * converted as a scan of the same pixels.
   *
   * @param ink uint8 {@code [height * width]}, row-major, 0 where there is no ink
   * @param scanInk the character's longer side in scan pixels, 1 to 128; EMNIST's lie between about
   *     22 and 72
   * @param target receives uint8 {@code [28 * 28]}, row-major, white (up to 255) on black (0), from
   *     {@code offset} on
   * @return false if the picture has no ink; the result is then all 0
   */
  public boolean convert(
      byte[] ink, int width, int height, double scanInk, byte[] target, int offset) {
    if (!(scanInk >= 1 && scanInk <= MAX_SCAN_INK)) {
      throw Messages.illegal("scanInk (%s) must be between 1 and %s", scanInk, MAX_SCAN_INK);
    }
    if (width < 1 || height < 1) {
      throw Messages.illegal("image size (%d x %d) must be at least 1 x 1", width, height);
    }
    Objects.checkFromIndexSize(offset, SIDE * SIDE, target.length);
    InkBounds bounds = InkBounds.find(ink, width, height);
    if (bounds == null) {
      Arrays.fill(target, offset, offset + SIDE * SIDE, (byte) 0);
      return false;
    }
    double scanPixel = Math.max(bounds.width(), bounds.height()) / scanInk;
    float[] blur = GaussianKernel.weights(SCAN_SIGMA * scanPixel);
    double step = (scanInk + 2 * SCAN_MARGIN) * scanPixel / SIDE;
    columns.set(blur, (bounds.left() + bounds.right()) / 2.0, step);
    rows.set(blur, (bounds.top() + bounds.bottom()) / 2.0, step);
    resampleRows(ink, width, height);
    resampleColumns(width);
    writeScaled(target, offset);
    return true;
  }

  /** Converts white ink on exact black (0), of any size. */
  public GrayImage convert(GrayImage ink) {
    byte[] target = new byte[SIDE * SIDE];
    convert(ink.toBytes(), ink.width(), ink.height(), target, 0);
    return GrayImage.of(SIDE, SIDE, target);
  }

  /**
   * Runs the vertical pass, to {@code [28, width]}. Whole rows at a time, which the JIT compiler
   * vectorises, and only the columns that the horizontal pass reads.
   */
  private void resampleRows(byte[] ink, int width, int height) {
    if (line.length < width) {
      line = new float[width];
      resampledRows = new float[SIDE * width];
    }
    Arrays.fill(resampledRows, 0, SIDE * width, 0);
    int left = columns.begin();
    int count = columns.end(width) - left;
    int end = rows.end(height);
    for (int y = rows.begin(); y < end; y++) {
      for (int x = 0; x < count; x++) {
        line[x] = ink[y * width + left + x] & 0xFF;
      }
      for (int i = 0; i < SIDE; i++) {
        int tap = y - rows.first(i);
        if (tap >= 0 && tap < rows.taps()) {
          addScaled(line, rows.weight(i, tap), resampledRows, i * width + left, count);
        }
      }
    }
  }

  private static void addScaled(float[] from, float factor, float[] to, int offset, int count) {
    for (int x = 0; x < count; x++) {
      to[offset + x] += factor * from[x];
    }
  }

  /**
   * Runs the horizontal pass, to {@code [28, 28]}. Four rows at a time, whose sums are independent.
   */
  private void resampleColumns(int width) {
    for (int j = 0; j < SIDE; j++) {
      int first = columns.first(j);
      int begin = Math.max(0, -first);
      int end = Math.min(columns.taps(), width - first);
      for (int i = 0; i < SIDE; i += 4) {
        int at = i * width + first;
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int tap = begin; tap < end; tap++) {
          float weight = columns.weight(j, tap);
          sum0 += weight * resampledRows[at + tap];
          sum1 += weight * resampledRows[at + tap + width];
          sum2 += weight * resampledRows[at + tap + 2 * width];
          sum3 += weight * resampledRows[at + tap + 3 * width];
        }
        result[i * SIDE + j] = sum0;
        result[(i + 1) * SIDE + j] = sum1;
        result[(i + 2) * SIDE + j] = sum2;
        result[(i + 3) * SIDE + j] = sum3;
      }
    }
  }

  /** Scales the brightest pixel to 255; fractions are cut off, as in EMNIST's own images. */
  private void writeScaled(byte[] target, int offset) {
    float max = 0;
    for (float value : result) {
      max = Math.max(max, value);
    }
    for (int i = 0; i < result.length; i++) {
      float scaled = result[i] > 0 ? result[i] / max * 255 : 0;
      target[offset + i] = (byte) (int) scaled;
    }
  }

  /** Weights of a Gaussian blur along one axis. */
  static final class GaussianKernel {
    /** The weights' extent in standard deviations; 0.3 % of the whole lies beyond. */
    private static final double REACH = 3;

    private GaussianKernel() {}

    /**
     * Returns the Gaussian of a deviation in pixels, sampled at whole pixels: an odd number of
     * weights that sum to 1.
     */
    static float[] weights(double sigma) {
      int reach = (int) Math.ceil(REACH * sigma);
      double[] curve = new double[2 * reach + 1];
      double sum = 0;
      for (int i = 0; i < curve.length; i++) {
        double distance = (i - reach) / sigma;
        // StrictMath: the same bits on every machine.
        curve[i] = StrictMath.exp(-0.5 * distance * distance);
        sum += curve[i];
      }
      float[] weights = new float[curve.length];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) (curve[i] / sum);
      }
      return weights;
    }
  }

  /**
   * The box around the ink of a picture, in pixels from its top left corner; the first pixel spans
   * 0 to 1. Ink ends where its intensity falls to half the maximum: there the soft edge of a stroke
   * stands for the hard edge of a binary scan. The position is interpolated, since in a small
   * picture half a pixel moves a character visibly.
   *
   * @param left where ink begins
   * @param top where ink begins
   * @param right where ink ends
   * @param bottom where ink ends
   */
  record InkBounds(double left, double top, double right, double bottom) {

    /**
     * Finds the box in pixels {@code [height * width]}, row-major, 0 where there is no ink; null
     * where every pixel is 0.
     */
    static InkBounds find(byte[] ink, int width, int height) {
      int count = Math.multiplyExact(width, height);
      Objects.checkFromIndexSize(0, count, ink.length);
      int max = 0;
      for (int i = 0; i < count && max < 255; i++) {
        max = Math.max(max, ink[i] & 0xFF);
      }
      if (max == 0) {
        return null;
      }
      double half = max / 2.0;
      PixelBox box = PixelBox.find(ink, width, height, (max + 1) / 2);
      double left = 0;
      double right = 0;
      for (int y = box.top(); y < box.bottom(); y++) {
        int first = y * width + box.left();
        int last = y * width + box.right() - 1;
        left = Math.max(left, reach(half, ink[first], box.left() > 0 ? ink[first - 1] : 0));
        right = Math.max(right, reach(half, ink[last], box.right() < width ? ink[last + 1] : 0));
      }
      double top = 0;
      double bottom = 0;
      for (int x = box.left(); x < box.right(); x++) {
        int first = box.top() * width + x;
        int last = (box.bottom() - 1) * width + x;
        top = Math.max(top, reach(half, ink[first], box.top() > 0 ? ink[first - width] : 0));
        bottom =
            Math.max(bottom, reach(half, ink[last], box.bottom() < height ? ink[last + width] : 0));
      }
      return new InkBounds(
          box.left() + 0.5 - left,
          box.top() + 0.5 - top,
          box.right() - 0.5 + right,
          box.bottom() - 0.5 + bottom);
    }

    /**
     * Returns how far ink reaches from the centre of a pixel towards the next pixel, which has less
     * than half intensity, by linear interpolation.
     */
    private static double reach(double half, byte pixel, int next) {
      int inside = pixel & 0xFF;
      int outside = next & 0xFF;
      return inside < half ? 0 : (inside - half) / (inside - outside);
    }

    double width() {
      return right - left;
    }

    double height() {
      return bottom - top;
    }
  }
}
