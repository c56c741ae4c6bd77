package io.github.emnist.augment;

import java.util.Arrays;

/**
 * Convolves with a Gaussian in two passes, in float32, one band of rows at a time. The kernel is
 * truncated at four standard deviations and sums to 1; the outside is black: SciPy's {@code
 * gaussian_filter(mode="constant")}.
 *
 * <p>Each pass adds the two neighbours at a distance as whole arrays, copied to begin at the same
 * index, because the JIT does not vectorise loops over offsets into one array.
 */
final class GaussianSmoothing {
  private static final ThreadLocal<GaussianSmoothing> LOCAL =
      ThreadLocal.withInitial(GaussianSmoothing::new);

  static final double MAX_SIGMA = 10;

  /** SciPy's default. */
  private static final double TRUNCATE = 4;

  /** The pixels in a band: enough for an EMNIST image, and little memory for large ones. */
  private static final int BAND = 2048;

  /** With fewer rows, most of the work would be around the band. */
  private static final int MIN_ROWS = 64;

  private final float[] weights = new float[radius(MAX_SIGMA) + 1];
  private float[] framed = {};
  private float[] across = {};
  private float[] left = {};
  private float[] right = {};
  private int radius;
  private int stride;

  private GaussianSmoothing() {}

  static GaussianSmoothing ofThisThread() {
    return LOCAL.get();
  }

  private static int radius(double sigma) {
    return (int) (TRUNCATE * sigma + 0.5);
  }

  /** Returns the number of rows of a band; the last one may have fewer. */
  static int rows(int width) {
    return Math.max(MIN_ROWS, BAND / width);
  }

  /** Sets the standard deviation, in pixels. */
  GaussianSmoothing sigma(double sigma) {
    radius = radius(sigma);
    double sum = 1;
    for (int k = 1; k <= radius; k++) {
      sum += 2 * density(k, sigma);
    }
    weights[0] = (float) (1 / sum);
    for (int k = 1; k <= radius; k++) {
      weights[k] = (float) (density(k, sigma) / sum);
    }
    return this;
  }

  private static double density(int distance, double sigma) {
    return StrictMath.exp(-0.5 * distance * distance / (sigma * sigma));
  }

  /** Returns the distance of the rows in the result of {@link #smooth}. */
  int stride() {
    return stride;
  }

  /** Returns smoothed rows [from, to) of an image, from index 0, valid until the next call. */
  float[] smooth(Pixels source, int from, int to) {
    load(source, from, to);
    int rows = to - from;
    // The last pixels of the last row are padding without anything to add.
    int allRows = (rows + 2 * radius) * stride - 2 * radius;
    pass(framed, across, 1, allRows);
    pass(across, framed, stride, rows * stride - 2 * radius);
    return framed;
  }

  private void load(Pixels source, int from, int to) {
    byte[] pixels = source.array();
    int width = source.width();
    int height = source.height();
    stride = width + 2 * radius;
    int size = (to - from + 2 * radius) * stride;
    if (framed.length < size) {
      framed = new float[size];
      across = new float[size];
      left = new float[size];
      right = new float[size];
    } else {
      Arrays.fill(framed, 0, size, 0);
    }
    for (int y = Math.max(from - radius, 0); y < Math.min(to + radius, height); y++) {
      int target = (y - from + radius) * stride + radius;
      int row = source.offset() + y * width;
      for (int x = 0; x < width; x++) {
        framed[target + x] = pixels[row + x] & 0xFF;
      }
    }
  }

  /** Sums about entry {@code i + radius * step} into entry i. */
  private void pass(float[] from, float[] to, int step, int length) {
    System.arraycopy(from, radius * step, left, 0, length);
    scale(left, weights[0], to, length);
    for (int k = 1; k <= radius; k++) {
      System.arraycopy(from, (radius - k) * step, left, 0, length);
      System.arraycopy(from, (radius + k) * step, right, 0, length);
      add(left, right, weights[k], to, length);
    }
  }

  private static void scale(float[] values, float weight, float[] sum, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] = weight * values[i];
    }
  }

  private static void add(float[] left, float[] right, float weight, float[] sum, int length) {
    for (int i = 0; i < length; i++) {
      sum[i] += weight * (left[i] + right[i]);
    }
  }
}
