package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.PixelBox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The ink of a picture as horizontal runs, and the connected pieces (at sides or corners) that they
 * form: a scan with union-find, in time and memory proportional to the picture and its runs,
 * regardless of the shapes. Immutable once created.
 */
final class Runs {
  private final int[] rowStart;
  private int[] begin = new int[1024];
  private int[] end = new int[1024];

  /** The parent of each run while runs are joined, then its piece. */
  private int[] piece = new int[1024];

  /** For the root of each run: the pixels below a pixel of the same piece. */
  private int[] shared = new int[1024];

  private int count;
  private int pieces;

  private Runs(int height) {
    rowStart = new int[height + 1];
  }

  /** Finds the runs of pixels of at least {@code threshold}, 1 to 255. */
  static Runs find(byte[] ink, int width, int height, int threshold) {
    Runs runs = new Runs(height);
    for (int y = 0; y < height; y++) {
      runs.rowStart[y] = runs.count;
      int x = 0;
      while (x < width) {
        if ((ink[y * width + x] & 0xFF) < threshold) {
          x++;
          continue;
        }
        int first = x;
        while (x < width && (ink[y * width + x] & 0xFF) >= threshold) {
          x++;
        }
        runs.add(first, x);
      }
      runs.rowStart[y + 1] = runs.count;
      if (y > 0) {
        runs.joinRows(y);
      }
    }
    runs.number();
    return runs;
  }

  private void add(int first, int last) {
    if (count == begin.length) {
      begin = Arrays.copyOf(begin, 2 * count);
      end = Arrays.copyOf(end, 2 * count);
      piece = Arrays.copyOf(piece, 2 * count);
      shared = Arrays.copyOf(shared, 2 * count);
    }
    begin[count] = first;
    end[count] = last;
    piece[count] = count;
    count++;
  }

  private void joinRows(int y) {
    int above = rowStart[y - 1];
    int below = rowStart[y];
    while (above < rowStart[y] && below < count) {
      if (begin[above] <= end[below] && begin[below] <= end[above]) {
        int overlap = Math.min(end[above], end[below]) - Math.max(begin[above], begin[below]);
        join(above, below, Math.max(0, overlap));
      }
      if (end[above] < end[below]) {
        above++;
      } else {
        below++;
      }
    }
  }

  /** Joins runs under the lower number, so that a parent precedes its children. */
  private void join(int a, int b, int overlap) {
    int first = root(a);
    int second = root(b);
    int root = Math.min(first, second);
    int other = Math.max(first, second);
    if (root != other) {
      piece[other] = root;
      shared[root] += shared[other];
    }
    shared[root] += overlap;
  }

  private int root(int run) {
    while (piece[run] != run) {
      piece[run] = piece[piece[run]];
      run = piece[run];
    }
    return run;
  }

  private void number() {
    for (int run = 0; run < count; run++) {
      boolean isRoot = piece[run] == run;
      if (isRoot) {
        shared[pieces] = shared[run];
      }
      piece[run] = isRoot ? pieces++ : piece[piece[run]];
    }
  }

  /** Returns the number of pieces of any size. */
  int pieceCount() {
    return pieces;
  }

  /** Returns the pieces with a longer side of at least {@code minSide}, by their first pixels. */
  List<Piece> pieces(int minSide) {
    int[] left = new int[pieces];
    int[] top = new int[pieces];
    int[] right = new int[pieces];
    int[] bottom = new int[pieces];
    int[] area = new int[pieces];
    int[] ends = new int[pieces];
    Arrays.fill(left, Integer.MAX_VALUE);
    for (int y = 0; y + 1 < rowStart.length; y++) {
      for (int run = rowStart[y]; run < rowStart[y + 1]; run++) {
        int p = piece[run];
        if (area[p] == 0) {
          top[p] = y;
        }
        bottom[p] = y + 1;
        left[p] = Math.min(left[p], begin[run]);
        right[p] = Math.max(right[p], end[run]);
        area[p] += end[run] - begin[run];
        ends[p] += 2;
      }
    }
    List<Piece> found = new ArrayList<>();
    for (int p = 0; p < pieces; p++) {
      PixelBox box = new PixelBox(left[p], top[p], right[p], bottom[p]);
      if (box.longer() >= minSide) {
        found.add(new Piece(p, box, area[p], ends[p] + 2 * (area[p] - shared[p])));
      }
    }
    return found;
  }

  /** Returns the mean of each piece's pixels in a picture of the same size, by piece number. */
  double[] means(byte[] picture, int width) {
    long[] sums = new long[pieces];
    int[] areas = new int[pieces];
    for (int y = 0; y + 1 < rowStart.length; y++) {
      for (int run = rowStart[y]; run < rowStart[y + 1]; run++) {
        for (int x = begin[run]; x < end[run]; x++) {
          sums[piece[run]] += picture[y * width + x] & 0xFF;
        }
        areas[piece[run]] += end[run] - begin[run];
      }
    }
    double[] means = new double[pieces];
    Arrays.setAll(means, p -> (double) sums[p] / areas[p]);
    return means;
  }

  /** Receives runs. */
  interface Visitor {
    void run(int piece, int y, int begin, int end);
  }

  /** Passes the runs that reach into a box, row by row; the box may exceed the picture. */
  void visit(PixelBox box, Visitor visitor) {
    int last = Math.min(box.bottom(), rowStart.length - 1);
    for (int y = Math.max(0, box.top()); y < last; y++) {
      int run = Arrays.binarySearch(end, rowStart[y], rowStart[y + 1], box.left() + 1);
      run = run < 0 ? -run - 1 : run;
      for (; run < rowStart[y + 1] && begin[run] < box.right(); run++) {
        visitor.run(piece[run], y, begin[run], end[run]);
      }
    }
  }

  /**
   * Connected ink, at the sides or corners of pixels.
   *
   * @param id its number in {@link Runs}
   * @param box around it
   * @param area in pixels
   * @param perimeter in pixel sides, including holes
   */
  record Piece(int id, PixelBox box, int area, int perimeter) {
    /** Returns the thickness of its strokes: a stroke's perimeter is about twice its length. */
    double thickness() {
      return 2.0 * area / perimeter;
    }

    /** Returns the part of its box that is ink, up to 1. */
    double fill() {
      return (double) area / box.pixels();
    }

    /** Tells whether it is nearly a straight line. */
    boolean isThin() {
      return box.longer() >= 8 * box.shorter();
    }
  }
}
