package io.github.emnist.data.image;

import io.github.emnist.data.GrayImage;
import java.util.Arrays;
import java.util.Objects;

/**
 * EMNIST's own conversion of a scanned character into a 28x28 picture (Cohen, Afshar, Tapson and
 * van Schaik, "EMNIST: an extension of MNIST to handwritten letters", 2017, section II): blur with
 * a Gaussian of sigma 1, crop to the character, centre it in a square with a border of 2 pixels and
 * its aspect ratio kept, sample the square bicubically at 28x28, scale the intensities to 0 to 255.
 *
 * <p>The paper's pixels are those of NIST's scans, 128x128 pictures whose characters fill only a
 * part. A picture of another scale is treated as if its character were {@value #SCAN_INK} scan
 * pixels long: blur, border and step are all multiples of the character's longer side, so the
 * result does not depend on the size at which a character is drawn.
 *
 * <p>Keeps its buffers from call to call: fast, and not thread-safe.
 */
public final class EmnistConversion {
  /** Width and height of the result, in pixels. */
  public static final int SIDE = 28;

  /**
   * The longer side of a typical character in NIST's scans, in scan pixels. Read off EMNIST's own
   * training images: the levels 4, 37, 127, 217 and 250 of their straight edges are the blurred
   * edge of a binary scan, one scan pixel apart, and 2.06 of these lie between two pixels of the
   * picture. The square of 28 x 2.06 = 57.8 pixels holds the character and {@link #SCAN_MARGIN} on
   * both sides.
   */
  public static final double SCAN_INK = 45;

  /**
   * What lies between the character's edge and the square's, in scan pixels: the border of 2, and 4
   * for the blur's reach. Read off EMNIST's images too: whatever their scale, the ink is 12 scan
   * pixels shorter than the square.
   */
  public static final double SCAN_MARGIN = 6;

  /** The blur, in scan pixels. */
  public static final double SCAN_SIGMA = 1;

  private final AxisWeights rows = new AxisWeights(SIDE);
  private final AxisWeights columns = new AxisWeights(SIDE);
  private final float[] result = new float[SIDE * SIDE];
  private float[] line = new float[0];
  private float[] resampledRows = new float[0];

  /** Creates a conversion; its buffers grow with the largest picture that it meets. */
  public EmnistConversion() {}

  /**
   * Converts a picture.
   *
   * @param ink uint8 {@code [height * width]}, row-major, 0 where there is no ink
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param target receives uint8 {@code [28 * 28]}, row-major, white (up to 255) on black (0)
   * @param offset where the first pixel goes
   * @return false where the picture holds no ink; the result is then all 0
   * @throws IllegalArgumentException if a side is below 1
   * @throws IndexOutOfBoundsException if {@code ink} is shorter than {@code width * height} or the
   *     result does not fit into {@code target}
   */
  public boolean convert(byte[] ink, int width, int height, byte[] target, int offset) {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "image size (%d x %d) must be at least 1 x 1".formatted(width, height));
    }
    Objects.checkFromIndexSize(offset, SIDE * SIDE, target.length);
    InkBounds bounds = InkBounds.find(ink, width, height);
    if (bounds == null) {
      Arrays.fill(target, offset, offset + SIDE * SIDE, (byte) 0);
      return false;
    }
    double scanPixel = Math.max(bounds.width(), bounds.height()) / SCAN_INK;
    float[] kernel = GaussianBlur.kernel(SCAN_SIGMA * scanPixel);
    double step = (SCAN_INK + 2 * SCAN_MARGIN) * scanPixel / SIDE;
    columns.set(kernel, (bounds.left() + bounds.right()) / 2.0, step);
    rows.set(kernel, (bounds.top() + bounds.bottom()) / 2.0, step);
    resampleRows(ink, width, height);
    resampleColumns(width);
    writeScaled(target, offset);
    return true;
  }

  /**
   * Converts a picture.
   *
   * @param ink of any size, white ink on exact black (0)
   * @return 28x28, all black where {@code ink} is
   */
  public GrayImage convert(GrayImage ink) {
    byte[] target = new byte[SIDE * SIDE];
    convert(ink.toBytes(), ink.width(), ink.height(), target, 0);
    return GrayImage.of(SIDE, SIDE, target);
  }

  /** Vertical pass: {@code [28, width]}. Whole rows at a time, which the JIT vectorises. */
  private void resampleRows(byte[] ink, int width, int height) {
    if (line.length < width) {
      line = new float[width];
      resampledRows = new float[SIDE * width];
    }
    Arrays.fill(resampledRows, 0, SIDE * width, 0);
    int taps = rows.taps();
    int begin = Math.max(0, rows.first(0));
    int end = Math.min(height, rows.first(SIDE - 1) + taps);
    for (int y = begin; y < end; y++) {
      for (int x = 0; x < width; x++) {
        line[x] = ink[y * width + x] & 0xFF;
      }
      for (int i = 0; i < SIDE; i++) {
        int tap = y - rows.first(i);
        if (tap >= 0 && tap < taps) {
          addScaled(line, rows.weight(i, tap), resampledRows, i * width, width);
        }
      }
    }
  }

  private static void addScaled(float[] from, float factor, float[] to, int offset, int count) {
    for (int x = 0; x < count; x++) {
      to[offset + x] += factor * from[x];
    }
  }

  /** Horizontal pass: {@code [28, 28]}. */
  private void resampleColumns(int width) {
    int taps = columns.taps();
    for (int j = 0; j < SIDE; j++) {
      int first = columns.first(j);
      int begin = Math.max(0, -first);
      int end = Math.min(taps, width - first);
      for (int i = 0; i < SIDE; i++) {
        float sum = 0;
        for (int tap = begin; tap < end; tap++) {
          sum += columns.weight(j, tap) * resampledRows[i * width + first + tap];
        }
        result[i * SIDE + j] = sum;
      }
    }
  }

  /** The brightest pixel becomes 255; fractions are cut off, as in EMNIST's own images. */
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
}
