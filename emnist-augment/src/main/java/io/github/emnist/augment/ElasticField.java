package io.github.emnist.augment;

import io.github.emnist.data.CounterRandom;

/**
 * A random displacement field smoothed by a Gaussian. White noise on a lattice, one node for every
 * 1.25 sigma, is spread by the Gaussian itself: as far as the field's mean, variance and covariance
 * go, that is the noise on every pixel smoothed by it (the ripple between nodes is 2 exp(-pi^2
 * sigma^2 / step^2) = 0.4 % of the variance), for a tenth of the work. Five nodes along each axis
 * reach a pixel; what lies more than 2.5 steps = 3.1 sigma away counts for nothing.
 */
final class ElasticField implements InverseMapping {
  private static final double STEP = 1.25;
  private static final int TAPS = 5;

  private final CounterRandom random = new CounterRandom(0, 0, 0);
  private final GaussianTaps columns = new GaussianTaps();
  private final GaussianTaps rows = new GaussianTaps();
  private float alpha;

  /** The nodes' noise in [-1, 1): for each row that of x, then that of y. */
  private float[] noise = {};

  /** The noise smoothed along its rows, at each column: for each row that of x, then that of y. */
  private float[] smoothed = {};

  /** The field at each pixel: for each row that of x, then that of y. */
  private float[] field = {};

  ElasticField set(double newAlpha, double sigma, long seed, int width, int height) {
    alpha = (float) newAlpha;
    double step = Math.max(1, STEP * sigma);
    columns.set(width, sigma, step);
    rows.set(height, sigma, step);
    int across = columns.nodes();
    int down = rows.nodes();
    noise = noise.length < 2 * across * down ? new float[2 * across * down] : noise;
    smoothed = smoothed.length < 2 * width * down ? new float[2 * width * down] : smoothed;
    random.reset(seed, 0, 0);
    for (int row = 0; row < down; row++) {
      int at = 2 * row * across;
      for (int column = 0; column < across; column++) {
        long bits = random.nextLong();
        noise[at + column] = (int) (bits >> 40) * 0x1p-23f;
        noise[at + across + column] = (int) (bits << 24 >> 40) * 0x1p-23f;
      }
    }
    smoothRows(width, 2 * down);
    return this;
  }

  private void smoothRows(int width, int lines) {
    float[] weights = columns.weights();
    int[] first = columns.first();
    int across = columns.nodes();
    for (int line = 0; line < lines; line++) {
      int to = line * width;
      for (int x = 0; x < width; x++) {
        int from = line * across + first[x];
        int tap = x * TAPS;
        smoothed[to + x] =
            noise[from] * weights[tap]
                + noise[from + 1] * weights[tap + 1]
                + noise[from + 2] * weights[tap + 2]
                + noise[from + 3] * weights[tap + 3]
                + noise[from + 4] * weights[tap + 4];
      }
    }
  }

  /** The displacements of one row of pixels, first along x, then along y, into {@code target}. */
  private void row(int y, int width, float[] target, int offset) {
    float[] weights = rows.weights();
    int tap = y * TAPS;
    float w0 = alpha * weights[tap];
    float w1 = alpha * weights[tap + 1];
    float w2 = alpha * weights[tap + 2];
    float w3 = alpha * weights[tap + 3];
    float w4 = alpha * weights[tap + 4];
    int length = 2 * width;
    int from = rows.first()[y] * length;
    float[] s = smoothed;
    for (int i = 0; i < length; i++) {
      target[offset + i] =
          s[from + i] * w0
              + s[from + length + i] * w1
              + s[from + 2 * length + i] * w2
              + s[from + 3 * length + i] * w3
              + s[from + 4 * length + i] * w4;
    }
  }

  @Override
  public void map(Planes planes, boolean onGrid) {
    int width = planes.width();
    int height = planes.height();
    int length = 2 * width * height;
    field = field.length < length ? new float[length] : field;
    for (int y = 0; y < height; y++) {
      row(y, width, field, 2 * y * width);
    }
    if (onGrid) {
      for (int y = 0; y < height; y++) {
        add(field, 2 * y * width, planes.x(), y * width, width);
        add(field, (2 * y + 1) * width, planes.y(), y * width, width);
      }
    } else {
      addBetween(planes.x(), planes.y(), width, height);
    }
  }

  private static void add(float[] from, int offset, float[] to, int at, int length) {
    for (int i = 0; i < length; i++) {
      to[at + i] += from[offset + i];
    }
  }

  /** Bilinear between the pixels' displacements; beyond the edge they are those of the edge. */
  private void addBetween(float[] planeX, float[] planeY, int width, int height) {
    int stride = 2 * width;
    for (int i = 0; i < width * height; i++) {
      float x = Math.min(Math.max(planeX[i], 0), width - 1);
      float y = Math.min(Math.max(planeY[i], 0), height - 1);
      int left = (int) x;
      int top = (int) y;
      int right = left + 1 < width ? 1 : 0;
      int down = top + 1 < height ? stride : 0;
      int at = top * stride + left;
      planeX[i] += bilinear(at, right, down, x - left, y - top);
      planeY[i] += bilinear(at + width, right, down, x - left, y - top);
    }
  }

  private float bilinear(int at, int right, int down, float x, float y) {
    float above = field[at] + (field[at + right] - field[at]) * x;
    float below = field[at + down] + (field[at + down + right] - field[at + down]) * x;
    return above + (below - above) * y;
  }
}
