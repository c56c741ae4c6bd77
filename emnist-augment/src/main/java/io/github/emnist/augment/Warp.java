package io.github.emnist.augment;

import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.Geometric;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import io.github.emnist.data.internal.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Combines geometric transforms into one mapping: they are added in order, then applied at once.
 * Matrices are multiplied; other mappings are applied to the coordinates in turn.
 */
final class Warp {
  private final List<Mapping> steps = new ArrayList<>();
  private final Pool<Projective> projectives = new Pool<>(Projective::new);
  private final Pool<ElasticField> fields = new Pool<>(ElasticField::new);
  private final Pool<Grid> grids = new Pool<>(Grid::new);
  private final Projective next = new Projective();

  /** Room for the numbers of the next transform. */
  final double[] numbers = new double[8];

  private final AffineWarp affineWarp = new AffineWarp();
  private final Planes planes = new Planes();
  private final Remap remap = new Remap();
  Resampling resampling = Resampling.DEFAULT;
  int width;
  int height;

  /** Resets to a mapping that changes nothing. */
  void begin(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    steps.clear();
    projectives.reset();
    fields.reset();
    grids.reset();
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void add(Geometric transform) {
    if (transform instanceof AffineParameters p) {
      affine(p.numbers());
    } else if (transform instanceof PerspectiveParameters p) {
      perspective(p.numbers());
    } else if (transform instanceof ElasticParameters p) {
      elastic(p.alpha(), p.sigma(), p.seed());
    } else if (transform instanceof GridDistortionParameters p) {
      grid(p.cells(), p.distortion(), p.seed());
    } else {
      keras(((KerasAffineParameters) transform).numbers(width, height));
    }
  }

  void affine(double[] p) {
    projective(next.affine(p, width, height));
  }

  void perspective(double[] p) {
    projective(next.perspective(p, width, height));
  }

  void keras(double[] p) {
    projective(next.keras(p, width, height));
  }

  private void projective(Projective mapping) {
    int last = steps.size() - 1;
    if (last >= 0 && steps.get(last) instanceof Projective before) {
      before.then(mapping);
    } else {
      steps.add(projectives.take().set(mapping));
    }
  }

  void elastic(double alpha, double sigma, long seed) {
    steps.add(fields.take().set(alpha, sigma, seed, width, height));
  }

  void grid(int cells, double distortion, long seed) {
    steps.add(grids.take().set(cells, distortion, seed, width, height));
  }

  void run(Pixels source, Pixels target) {
    int last = steps.size() - 1;
    if (last == 0
        && steps.get(0) instanceof Projective mapping
        && resampling.interpolation() == Interpolation.BILINEAR
        && resampling.fill() == FillMode.CONSTANT
        && AffineWarp.canRun(mapping, width, height)) {
      affineWarp.run(mapping, resampling, source, target);
      return;
    }
    planes.reset(width, height, steps.get(last) instanceof ElasticField f ? f.interval() : 1);
    for (int i = last; i >= 0; i--) {
      steps.get(i).map(planes, i == last);
    }
    remap.run(planes, resampling, source, target);
  }

  /** A geometric transform backwards: from a pixel of the result to its source. */
  interface Mapping {
    /** Maps every coordinate; {@code onGrid} tells whether each is still its pixel's own. */
    void map(Planes planes, boolean onGrid);
  }

  /** Reusable mappings. */
  private static final class Pool<T> {
    private final List<T> all = new ArrayList<>();
    private final Supplier<T> maker;
    private int used;

    Pool(Supplier<T> maker) {
      this.maker = maker;
    }

    T take() {
      if (used == all.size()) {
        all.add(maker.get());
      }
      return all.get(used++);
    }

    void reset() {
      used = 0;
    }
  }

  /** The source coordinates of each pixel of the result. */
  static final class Planes {
    final RowOrder order = new RowOrder();
    int width;
    int height;
    float[] x = {};
    float[] y = {};

    /** Receives the new coordinates. */
    float[] nextX = {};

    float[] nextY = {};
    float[] divisors = {};

    /** The pixels' own coordinates, kept for the next image. */
    private float[] gridX = {};

    private float[] gridY = {};

    /** Resets each pixel to its own coordinates, with rows in the order of an interval. */
    void reset(int newWidth, int newHeight, int interval) {
      boolean another = order.set(newHeight, interval) || newWidth != width;
      width = newWidth;
      height = newHeight;
      if (another) {
        layOut();
      }
      System.arraycopy(gridX, 0, x, 0, count());
      System.arraycopy(gridY, 0, y, 0, count());
    }

    private void layOut() {
      if (x.length < count()) {
        x = new float[count()];
        y = new float[count()];
        nextX = new float[count()];
        nextY = new float[count()];
        divisors = new float[count()];
        gridX = new float[count()];
        gridY = new float[count()];
      }
      for (int row = 0; row < height; row++) {
        int at = order.place(row) * width;
        for (int column = 0; column < width; column++) {
          gridX[at + column] = column;
          gridY[at + column] = row;
        }
      }
    }

    int count() {
      return width * height;
    }

    /** Replaces the coordinates by the new ones. */
    void turn() {
      float[] oldX = x;
      float[] oldY = y;
      x = nextX;
      y = nextY;
      nextX = oldX;
      nextY = oldY;
    }
  }

  /**
   * The places of an image's rows if each {@code interval}-th row comes first, from 0, 1, and so
   * on.
   */
  static final class RowOrder {
    private int height;
    private int interval;
    private int[] places = {};

    /** Sets the order and returns whether it changed. */
    boolean set(int newHeight, int newInterval) {
      if (newHeight == height && newInterval == interval) {
        return false;
      }
      height = newHeight;
      interval = newInterval;
      places = places.length < height ? new int[height] : places;
      int place = 0;
      for (int phase = 0; phase < interval; phase++) {
        for (int row = phase; row < height; row += interval) {
          places[row] = place++;
        }
      }
      return true;
    }

    boolean isPlain() {
      return interval == 1;
    }

    int place(int row) {
      return places[row];
    }
  }

  /** A grid with stretched columns and rows: piecewise linear along each axis, with fixed edges. */
  private static final class Grid implements Mapping {
    private final CounterRandom random = new CounterRandom(0, 0, 0);
    private float[] columns = {};
    private float[] rows = {};
    private int cells;

    Grid set(int newCells, double distortion, long seed, int width, int height) {
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

    /** Computes the sources of the grid's lines, in pixels from the image's edge. */
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
      int width = planes.width;
      int height = planes.height;
      if (!onGrid) {
        map(planes.x, 0, planes.count(), columns, width);
        map(planes.y, 0, planes.count(), rows, height);
        return;
      }
      // On the grid each row has the same x and each column the same y.
      float[] x = planes.x;
      map(x, 0, width, columns, width);
      for (int row = 0; row < height; row++) {
        int at = row * width;
        System.arraycopy(x, 0, x, at, row == 0 ? 0 : width);
        map(planes.y, at, at + 1, rows, height);
        Arrays.fill(planes.y, at + 1, at + width, planes.y[at]);
      }
    }

    private void map(float[] plane, int from, int to, float[] lines, int size) {
      float perPixel = (float) cells / size;
      for (int i = from; i < to; i++) {
        float edge = plane[i] + 0.5f; // a pixel's centre is half a pixel from its edge
        if (edge > 0 && edge < size) {
          float at = edge * perPixel;
          int cell = Math.min((int) at, cells - 1);
          plane[i] = lines[cell] + (lines[cell + 1] - lines[cell]) * (at - cell) - 0.5f;
        }
      }
    }
  }
}
