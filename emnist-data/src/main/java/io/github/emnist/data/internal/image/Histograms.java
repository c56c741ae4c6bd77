package io.github.emnist.data.internal.image;

/** Reads grey-level histograms: how many pixels have each level. */
public final class Histograms {
  private Histograms() {}

  /**
   * Returns the first level of a histogram, from {@code first} on, up to which at least so many
   * pixels lie, which need not be whole; {@code last} if there are fewer.
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

  /** Returns the histogram of some pixels. */
  public static long[] of(byte[] pixels) {
    long[] histogram = new long[256];
    for (byte pixel : pixels) {
      histogram[pixel & 0xFF]++;
    }
    return histogram;
  }

  /** Returns how many pixels have a level in [first, last], of which some may be no levels. */
  public static long sum(long[] histogram, int first, int last) {
    long sum = 0;
    for (int level = Math.max(0, first); level <= Math.min(last, histogram.length - 1); level++) {
      sum += histogram[level];
    }
    return sum;
  }

  /** Returns how far the lightest of some pixels is above the darkest. */
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
