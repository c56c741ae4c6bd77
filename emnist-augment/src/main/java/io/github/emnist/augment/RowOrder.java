package io.github.emnist.augment;

/**
 * Where an image's rows lie when every {@code interval}-th comes first, from row 0, then every one
 * from row 1, and so on.
 */
final class RowOrder {
  private int height;
  private int interval;
  private int[] places = {};

  /** Returns whether this changes anything. */
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
