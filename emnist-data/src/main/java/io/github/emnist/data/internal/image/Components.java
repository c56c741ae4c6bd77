package io.github.emnist.data.internal.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The connected pieces of a picture's ink. Pixels touch at a side or a corner. They are found by
 * joining the horizontal runs of neighbouring rows, so that each pixel is looked at twice whatever
 * the shapes are.
 */
public final class Components {
  private final byte[] ink;
  private final int width;
  private final int height;
  private final int threshold;
  private final int[] labels;
  private final List<Component> components = new ArrayList<>();

  // The runs: where each begins and ends in the picture, and the run that it was joined to.
  private int[] begin = new int[256];
  private int[] end = new int[256];
  private int[] parent = new int[256];
  private int runs;

  private Components(byte[] ink, int width, int height, int threshold) {
    this.ink = ink;
    this.width = width;
    this.height = height;
    this.threshold = threshold;
    this.labels = new int[width * height];
  }

  /**
   * One piece.
   *
   * @param label of its pixels, 1 for the first piece
   * @param box around it
   * @param ink the sum of its pixels
   */
  public record Component(int label, PixelBox box, long ink) {

    /** {@return the longer side of its box, in pixels} */
    public int length() {
      return Math.max(box.right() - box.left(), box.bottom() - box.top());
    }
  }

  /**
   * Finds the pieces.
   *
   * @param ink uint8 {@code [height * width]}, row-major
   * @param width in pixels, at least 1
   * @param height in pixels, at least 1
   * @param threshold the least that counts as ink, 1 to 255
   * @return the pieces, in the order of their first pixels
   */
  public static Components of(byte[] ink, int width, int height, int threshold) {
    Components components = new Components(ink, width, height, threshold);
    components.joinRuns();
    components.label();
    return components;
  }

  private void joinRuns() {
    int above = 0;
    for (int y = 0; y < height; y++) {
      int first = runs;
      findRuns(y * width);
      int upper = above;
      for (int run = first; run < runs; run++) {
        // The run above reaches to the row of this one, one pixel wider at both ends.
        while (upper < first && end[upper] + width < begin[run]) {
          upper++;
        }
        for (int i = upper; i < first && begin[i] + width <= end[run]; i++) {
          join(i, run);
        }
      }
      above = first;
    }
  }

  private void findRuns(int row) {
    int pixel = row;
    while (pixel < row + width) {
      if ((ink[pixel] & 0xFF) < threshold) {
        pixel++;
        continue;
      }
      if (runs == begin.length) {
        begin = Arrays.copyOf(begin, 2 * runs);
        end = Arrays.copyOf(end, 2 * runs);
        parent = Arrays.copyOf(parent, 2 * runs);
      }
      begin[runs] = pixel;
      while (pixel < row + width && (ink[pixel] & 0xFF) >= threshold) {
        pixel++;
      }
      end[runs] = pixel;
      parent[runs] = runs;
      runs++;
    }
  }

  /** The earlier root becomes the root of both, so that roots come before all other runs. */
  private void join(int a, int b) {
    int first = root(a);
    int second = root(b);
    parent[Math.max(first, second)] = Math.min(first, second);
  }

  private int root(int run) {
    int root = run;
    while (parent[root] != root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  }

  private void label() {
    int[] labelOf = new int[runs];
    int count = 0;
    for (int run = 0; run < runs; run++) {
      int root = root(run);
      labelOf[run] = root == run ? ++count : labelOf[root];
    }
    int[] left = new int[count];
    int[] top = new int[count];
    int[] right = new int[count];
    int[] bottom = new int[count];
    long[] sums = new long[count];
    Arrays.fill(left, width);
    Arrays.fill(top, height);
    for (int run = 0; run < runs; run++) {
      int piece = labelOf[run] - 1;
      int y = begin[run] / width;
      left[piece] = Math.min(left[piece], begin[run] - y * width);
      right[piece] = Math.max(right[piece], end[run] - y * width);
      top[piece] = Math.min(top[piece], y);
      bottom[piece] = y + 1;
      for (int pixel = begin[run]; pixel < end[run]; pixel++) {
        labels[pixel] = labelOf[run];
        sums[piece] += ink[pixel] & 0xFF;
      }
    }
    for (int i = 0; i < count; i++) {
      PixelBox box = new PixelBox(left[i], top[i], right[i], bottom[i]);
      components.add(new Component(i + 1, box, sums[i]));
    }
  }

  /** {@return the pieces, in the order of their labels} */
  public List<Component> all() {
    return List.copyOf(components);
  }

  /**
   * {@return the label of the piece that a pixel belongs to, or 0 where there is no ink}
   *
   * @param pixel its index, {@code y * width + x}
   */
  public int label(int pixel) {
    return labels[pixel];
  }
}
