package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;

/**
 * A random displacement field smoothed by a Gaussian. White noise on a lattice, with about one node
 * per 1.25 sigma, is spread by the Gaussian itself. The field's mean, variance and covariance equal
 * those of smoothed noise on every pixel, up to a ripple of the variance between nodes of less than
 * 1 % along each axis, for a tenth of the work.
 */
final class ElasticField implements Warp.Mapping {
  private final CounterRandom random = new CounterRandom(0, 0, 0);
  private final Warp.RowOrder order = new Warp.RowOrder();
  private final Taps taps = new Taps();
  private final Smoother smoother = new Smoother();
  private float alpha;
  private int width;
  private int height;

  /** The nodes' noise in [-1, 1), column by column: x, then y in each. */
  private float[] noise = {};

  /** The noise of x smoothed along the rows, at each column of pixels, row by row. */
  private float[] rowsX = {};

  private float[] rowsY = {};

  /** The field at each pixel, with rows in the order of {@link #interval()}: x, then y. */
  private float[] field = {};

  ElasticField set(double newAlpha, double sigma, long seed, int newWidth, int newHeight) {
    alpha = (float) newAlpha;
    width = newWidth;
    height = newHeight;
    taps.set(sigma);
    order.set(height, taps.step);
    int across = taps.nodes(width);
    int nodes = taps.nodes(height);
    int lines = 2 * nodes;
    noise = noise.length < across * lines ? new float[across * lines] : noise;
    if (rowsX.length < nodes * width) {
      rowsX = new float[nodes * width];
      rowsY = new float[nodes * width];
    }
    random.reset(seed, 0, 0);
    for (int column = 0; column < across; column++) {
      int at = column * lines;
      for (int node = 0; node < nodes; node++) {
        long bits = random.nextLong();
        noise[at + node] = (int) (bits >> 40) * 0x1p-23f;
        noise[at + nodes + node] = (int) (bits << 24 >> 40) * 0x1p-23f;
      }
    }
    smoother.take(noise, across * lines, lines, taps.count);
    for (int phase = 0; phase < Math.min(taps.step, width); phase++) {
      int groups = taps.groups(width, phase);
      float[] sums = smoother.sums(taps, phase, 1, groups * lines);
      for (int group = 0; group < groups; group++) {
        int to = group * taps.step + phase;
        int from = group * lines;
        for (int node = 0; node < nodes; node++) {
          rowsX[node * width + to] = sums[from + node];
          rowsY[node * width + to] = sums[from + nodes + node];
        }
      }
    }
    return this;
  }

  /** Returns the interval of the field's rows: see {@link Warp.RowOrder}. */
  int interval() {
    return taps.step;
  }

  @Override
  public void map(Warp.Planes planes, boolean onGrid) {
    int count = width * height;
    field = field.length < 2 * count ? new float[2 * count] : field;
    smoothColumns(rowsX, 0);
    smoothColumns(rowsY, count);
    if (onGrid) {
      add(field, 0, planes.x, count);
      add(field, count, planes.y, count);
    } else {
      addBetween(planes.x, planes.y);
    }
  }

  private void smoothColumns(float[] rows, int to) {
    smoother.take(rows, taps.nodes(height) * width, width, taps.count);
    int at = to;
    for (int phase = 0; phase < Math.min(taps.step, height); phase++) {
      int count = taps.groups(height, phase) * width;
      System.arraycopy(smoother.sums(taps, phase, alpha, count), 0, field, at, count);
      at += count;
    }
  }

  private static void add(float[] from, int offset, float[] to, int count) {
    for (int i = 0; i < count; i++) {
      to[i] += from[offset + i];
    }
  }

  /** Interpolates between the pixels' displacements; beyond the edge they equal the edge's. */
  private void addBetween(float[] planeX, float[] planeY) {
    int count = width * height;
    for (int i = 0; i < count; i++) {
      float x = Math.min(Math.max(planeX[i], 0), width - 1);
      float y = Math.min(Math.max(planeY[i], 0), height - 1);
      int left = (int) x;
      int top = (int) y;
      int right = left + 1 < width ? 1 : 0;
      int above = order.place(top) * width + left;
      int below = order.place(Math.min(top + 1, height - 1)) * width + left;
      planeX[i] += bilinear(above, below, right, x - left, y - top);
      planeY[i] += bilinear(count + above, count + below, right, x - left, y - top);
    }
  }

  private float bilinear(int above, int below, int right, float x, float y) {
    float upper = field[above] + (field[above + right] - field[above]) * x;
    float lower = field[below] + (field[below + right] - field[below]) * x;
    return upper + (lower - upper) * y;
  }

  /**
   * The weights of the nodes of a lattice for the pixels along an axis: a Gaussian of their
   * distance. The lattice's step is a whole number of pixels, so a pixel's weights follow from its
   * phase, its number modulo the step. They are scaled so that independent noise on the nodes has
   * the variance of noise on every pixel smoothed by the normalised Gaussian. Kept while sigma is
   * the same.
   */
  private static final class Taps {
    /** The largest step in sigma: the variance ripples between nodes by 2 exp(-pi^2 / 1.33^2). */
    private static final double MAX_STEP = 1.33;

    /** The distance in sigma beyond which nodes do not count. */
    private static final double REACH = 2.9;

    private double sigma;

    /** Pixels between nodes. */
    private int step;

    /** The number of nodes that reach a pixel: odd, at least 5. */
    private int count;

    private float[] weights = {};

    void set(double newSigma) {
      if (newSigma == sigma) {
        return;
      }
      sigma = newSigma;
      step = Math.max(1, (int) (MAX_STEP * sigma));
      int side = (int) Math.max(2, Math.ceil(REACH * sigma / step - 0.5));
      count = 2 * side + 1;
      weights = weights.length < step * count ? new float[step * count] : weights;
      double scale = Math.sqrt(step) / (sigma * Math.sqrt(2 * Math.PI));
      for (int phase = 0; phase < step; phase++) {
        for (int tap = 0; tap < count; tap++) {
          // The middle tap's node is in the middle of the pixels that share their nodes.
          double distance = ((tap - side) * step + (step - 1) / 2.0 - phase) / sigma;
          weights[phase * count + tap] = (float) (scale * StrictMath.exp(-distance * distance / 2));
        }
      }
    }

    /** Returns the number of nodes that reach the pixels of an axis. */
    int nodes(int size) {
      return groups(size, 0) + count - 1;
    }

    /** Returns the number of pixels of an axis with a phase. */
    int groups(int size, int phase) {
      return (size - phase + step - 1) / step;
    }

    float weight(int phase, int tap) {
      return weights[phase * count + tap];
    }
  }

  /**
   * Computes weighted sums of values a stride apart. The values are copied for each further tap,
   * shifted by its stride, so that all loops below access every array at the same index: the JIT of
   * Java 17 vectorises only such loops.
   */
  private static final class Smoother {
    /** The number of taps summed in one loop; more are added one by one. */
    private static final int FUSED = 5;

    private float[][] moved = {};
    private float[] sums = {};
    private float[] first = {};

    /**
     * Uses values, not to be changed before the last sum: tap t of sum i is value {@code i + t *
     * stride}.
     */
    void take(float[] values, int length, int stride, int taps) {
      if (moved.length < taps || moved[0].length < length) {
        int room = Math.max(length, sums.length);
        moved = new float[Math.max(taps, moved.length)][room];
        sums = new float[room];
      }
      first = values;
      for (int tap = 1; tap < taps; tap++) {
        int skipped = tap * stride;
        System.arraycopy(values, skipped, moved[tap], 0, length - skipped);
      }
    }

    /** Returns the first {@code count} weighted sums for a phase, times {@code scale}. */
    float[] sums(Taps taps, int phase, float scale, int count) {
      fused(
          scale * taps.weight(phase, 0),
          scale * taps.weight(phase, 1),
          scale * taps.weight(phase, 2),
          scale * taps.weight(phase, 3),
          scale * taps.weight(phase, 4),
          count);
      for (int tap = FUSED; tap < taps.count; tap++) {
        add(moved[tap], sums, scale * taps.weight(phase, tap), count);
      }
      return sums;
    }

    private void fused(float w0, float w1, float w2, float w3, float w4, int count) {
      float[] m0 = first;
      float[] m1 = moved[1];
      float[] m2 = moved[2];
      float[] m3 = moved[3];
      float[] m4 = moved[4];
      float[] to = sums;
      for (int i = 0; i < count; i++) {
        to[i] = m0[i] * w0 + m1[i] * w1 + m2[i] * w2 + m3[i] * w3 + m4[i] * w4;
      }
    }

    private static void add(float[] from, float[] to, float weight, int count) {
      for (int i = 0; i < count; i++) {
        to[i] += from[i] * weight;
      }
    }
  }
}
