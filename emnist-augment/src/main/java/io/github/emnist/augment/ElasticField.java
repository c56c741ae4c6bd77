package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;

/**
 * A random displacement field smoothed by a Gaussian. White noise on a lattice, about one node for
 * every 1.25 sigma, is spread by the Gaussian itself: as far as the field's mean, variance and
 * covariance go, that is the noise on every pixel smoothed by it, but for a ripple of the variance
 * between nodes of less than 1 % along each axis, for a tenth of the work.
 */
final class ElasticField implements InverseMapping {
  private final CounterRandom random = new CounterRandom(0, 0, 0);
  private final RowOrder order = new RowOrder();
  private final LatticeTaps taps = new LatticeTaps();
  private final LatticeSmoother smoother = new LatticeSmoother();
  private float alpha;
  private int width;
  private int height;

  /** The nodes' noise in [-1, 1), column by column: in each that of x, then that of y. */
  private float[] noise = {};

  /** The noise of x smoothed along the rows at each column of pixels, row by row. */
  private float[] rowsX = {};

  private float[] rowsY = {};

  /** The field at each pixel, its rows in the planes' order of {@link #interval()}: x, then y. */
  private float[] field = {};

  ElasticField set(double newAlpha, double sigma, long seed, int newWidth, int newHeight) {
    alpha = (float) newAlpha;
    width = newWidth;
    height = newHeight;
    taps.set(sigma);
    order.set(height, taps.step());
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
    smoother.take(noise, across * lines, lines, taps.taps());
    for (int phase = 0; phase < Math.min(taps.step(), width); phase++) {
      int groups = taps.groups(width, phase);
      float[] sums = smoother.sums(taps, phase, 1, groups * lines);
      for (int group = 0; group < groups; group++) {
        int to = group * taps.step() + phase;
        int from = group * lines;
        for (int node = 0; node < nodes; node++) {
          rowsX[node * width + to] = sums[from + node];
          rowsY[node * width + to] = sums[from + nodes + node];
        }
      }
    }
    return this;
  }

  /** The order of rows in which the field comes: see {@link RowOrder}. */
  int interval() {
    return taps.step();
  }

  @Override
  public void map(Planes planes, boolean onGrid) {
    int count = width * height;
    field = field.length < 2 * count ? new float[2 * count] : field;
    smoothColumns(rowsX, 0);
    smoothColumns(rowsY, count);
    if (onGrid) {
      add(field, 0, planes.x(), count);
      add(field, count, planes.y(), count);
    } else {
      addBetween(planes.x(), planes.y());
    }
  }

  private void smoothColumns(float[] rows, int to) {
    smoother.take(rows, taps.nodes(height) * width, width, taps.taps());
    int at = to;
    for (int phase = 0; phase < Math.min(taps.step(), height); phase++) {
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

  /** Bilinear between the pixels' displacements; beyond the edge they are those of the edge. */
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
}
