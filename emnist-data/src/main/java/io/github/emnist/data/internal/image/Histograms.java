package io.github.emnist.data.internal.image;

/** Functions on grey-level histograms: the number of pixels of each level. */
public final class Histograms {
  private Histograms() {}

  /**
   * Returns the first level, from {@code first} on, at which the cumulative count reaches {@code
   * count}; {@code last} if none does.
   */
  public static int quantile(long[] histogram, int first, int last, double count) {
    long below = 0;
    for (int level = first; level < last; level++) {
      below += histogram[level];
      if (below >= count) {
        return level;
      }
    }
    return last;
  }

  public static long[] of(byte[] pixels) {
    long[] histogram = new long[256];
    for (byte pixel : pixels) {
      histogram[pixel & 0xFF]++;
    }
    return histogram;
  }

  /** Returns the number of pixels with a level in [first, last], clipped to the histogram. */
  public static long sum(long[] histogram, int first, int last) {
    long sum = 0;
    for (int level = Math.max(0, first); level <= Math.min(last, histogram.length - 1); level++) {
      sum += histogram[level];
    }
    return sum;
  }

  /** Returns the difference between the lightest and the darkest pixel. */
  public static int range(byte[] pixels) {
    int min = 255;
    int max = 0;
    for (byte pixel : pixels) {
      min = Math.min(min, pixel & 0xFF);
      max = Math.max(max, pixel & 0xFF);
    }
    return max - min;
  }
}
