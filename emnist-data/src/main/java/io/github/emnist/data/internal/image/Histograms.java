package io.github.emnist.data.internal.image;

/** Reads grey-level histograms: how many pixels have each level. */
public final class Histograms {
  private Histograms() {}

  /**
   * Finds a quantile.
   *
   * @param histogram how often each level occurs
   * @param first the first level that counts
   * @param last the last level that counts
   * @param count of pixels, which need not be whole
   * @return the first level up to which at least {@code count} pixels lie; {@code last} if there
   *     are fewer
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
}
