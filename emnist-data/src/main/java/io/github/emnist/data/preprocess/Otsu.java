package io.github.emnist.data.preprocess;

/**
 * Otsu's threshold ("A threshold selection method from gray-level histograms", IEEE Transactions on
 * Systems, Man, and Cybernetics 9(1), 1979): splits a histogram into two classes as far apart, for
 * their sizes, as can be.
 */
final class Otsu {
  private Otsu() {}

  /**
   * The split with the greatest variance between the classes.
   *
   * @param histogram how often each level occurs; at least two levels do
   * @return the highest level of the lower class; the middle one where several levels split the
   *     histogram alike
   */
  static int threshold(long[] histogram) {
    double total = 0;
    double weighted = 0;
    for (int level = 0; level < histogram.length; level++) {
      total += histogram[level];
      weighted += (double) level * histogram[level];
    }
    double lower = 0;
    double lowerWeighted = 0;
    double best = -1;
    int first = 0;
    int last = 0;
    for (int level = 0; level < histogram.length; level++) {
      lower += histogram[level];
      lowerWeighted += (double) level * histogram[level];
      double upper = total - lower;
      if (lower == 0 || upper == 0) {
        continue;
      }
      double distance = lowerWeighted / lower - (weighted - lowerWeighted) / upper;
      double between = lower * upper * distance * distance;
      if (between > best) {
        best = between;
        first = level;
        last = level;
      } else if (histogram[level] == 0 && last == level - 1) {
        last = level;
      }
    }
    return (first + last) / 2;
  }
}
