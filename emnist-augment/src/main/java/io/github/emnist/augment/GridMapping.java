package io.github.emnist.augment;

import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;

/**
 * A grid whose columns and rows are stretched: along each axis, piecewise linear with the image's
 * edges fixed.
 */
final class GridMapping implements InverseMapping {
  private final CounterRandom random = new CounterRandom(0, 0, 0);
  private float[] columns = {};
  private float[] rows = {};
  private int cells;

  GridMapping set(int newCells, double distortion, long seed, int width, int height) {
    cells = newCells;
    if (columns.length < cells + 1) {
      columns = new float[cells + 1];
      rows = new float[cells + 1];
    }
    random.reset(seed, 0, 0);
    lines(columns, distortion, width);
    lines(rows, distortion, height);
    return this;
  }

  /** Where the grid's lines come from, in pixels from the image's edge. */
  private void lines(float[] lines, double distortion, int size) {
    double total = 0;
    for (int i = 0; i < cells; i++) {
      lines[i] = (float) (1 + distortion * (2 * random.nextDouble() - 1));
      total += lines[i];
    }
    double at = 0;
    for (int i = 0; i <= cells; i++) {
      double cell = lines[i];
      lines[i] = (float) (at * size / total);
      at += i < cells ? cell : 0;
    }
    lines[cells] = size;
  }

  @Override
  public void map(Planes planes, boolean onGrid) {
    int width = planes.width();
    int height = planes.height();
    if (!onGrid) {
      map(planes.x(), width * height, columns, width);
      map(planes.y(), width * height, rows, height);
      return;
    }
    // On the grid each row has the same x and each column the same y.
    float[] x = planes.x();
    map(x, width, columns, width);
    for (int row = 0; row < height; row++) {
      int at = row * width;
      System.arraycopy(x, 0, x, at, row == 0 ? 0 : width);
      map(planes.y(), at, at + 1, rows, height);
      Arrays.fill(planes.y(), at + 1, at + width, planes.y()[at]);
    }
  }

  private void map(float[] plane, int count, float[] lines, int size) {
    map(plane, 0, count, lines, size);
  }

  private void map(float[] plane, int from, int to, float[] lines, int size) {
    float perPixel = (float) cells / size;
    for (int i = from; i < to; i++) {
      float edge = plane[i] + 0.5f; // a pixel's centre lies half a pixel from its edge
      if (edge > 0 && edge < size) {
        float at = edge * perPixel;
        int cell = Math.min((int) at, cells - 1);
        plane[i] = lines[cell] + (lines[cell + 1] - lines[cell]) * (at - cell) - 0.5f;
      }
    }
  }
}
