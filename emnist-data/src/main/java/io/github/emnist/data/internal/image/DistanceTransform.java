package io.github.emnist.data.internal.image;

/**
 * Computes the exact Euclidean distance of each pixel to the nearest pixel of a set, in linear time
 * (Felzenszwalb and Huttenlocher, "Distance transforms of sampled functions", Theory of Computing
 * 8, 2012: the lower envelope of parabolas, along columns and then along rows).
 */
public final class DistanceTransform {
  private static final float FAR = 1e12f;

  private DistanceTransform() {}

  /**
   * Computes the distances, measured between the centres of pixels.
   *
   * @param set whether a pixel is in the set, {@code [height * width]}, row-major
   * @return distances in pixels, 0 in the set; 1,000,000 everywhere if the set is empty
   */
  public static float[] of(boolean[] set, int width, int height) {
    // Along columns: the distance to the nearest above, then below, a whole row at a time.
    float[] squares = new float[width * height];
    for (int i = 0; i < squares.length; i++) {
      squares[i] = set[i] ? 0 : i < width ? FAR : squares[i - width] + 1;
    }
    for (int i = squares.length - width - 1; i >= 0; i--) {
      squares[i] = Math.min(squares[i], squares[i + width] + 1);
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = squares[i] >= FAR ? FAR : squares[i] * squares[i];
    }
    Envelope envelope = new Envelope(width);
    for (int y = 0; y < height; y++) {
      envelope.lower(squares, y * width, width);
    }
    for (int i = 0; i < squares.length; i++) {
      squares[i] = (float) Math.sqrt(Math.min(FAR, squares[i]));
    }
    return squares;
  }

  /** The lower envelope of parabolas over one line of pixels. */
  private static final class Envelope {
    private final float[] values;
    private final int[] vertex;
    private final float[] from;

    Envelope(int size) {
      values = new float[size];
      vertex = new int[size];
      from = new float[size + 1];
    }

    void lower(float[] squares, int begin, int count) {
      System.arraycopy(squares, begin, values, 0, count);
      int last = build(count);
      int k = 0;
      for (int i = 0; i < count && last >= 0; i++) {
        while (k < last && from[k + 1] < i) {
          k++;
        }
        int away = i - vertex[k];
        squares[begin + i] = away * away + values[vertex[k]];
      }
    }

    /** Returns the index of the last parabola, or -1 where there is none. */
    private int build(int count) {
      int last = -1;
      for (int i = 0; i < count; i++) {
        if (values[i] >= FAR) {
          continue;
        }
        float at = Float.NEGATIVE_INFINITY;
        while (last >= 0) {
          at = crossing(vertex[last], i);
          if (at > from[last]) {
            break;
          }
          last--;
          at = Float.NEGATIVE_INFINITY;
        }
        last++;
        vertex[last] = i;
        from[last] = at;
      }
      return last;
    }

    /** Returns the position where a later pixel's parabola falls below an earlier one's. */
    private float crossing(int earlier, int later) {
      double a = values[earlier] + (double) earlier * earlier;
      double b = values[later] + (double) later * later;
      return (float) ((b - a) / (2.0 * (later - earlier)));
    }
  }
}
