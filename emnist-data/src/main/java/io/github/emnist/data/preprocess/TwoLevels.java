package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;

/**
 * Whether a picture is even paper and even ink and nothing else, as scans and drawings are. A
 * character that fills such a picture to its rim would be taken for a shadow by whatever looks for
 * light that changes.
 */
final class TwoLevels {
  private static final int LEVELS = 256;

  /** Each of the two is even where its levels differ by no more than this part of the contrast. */
  private static final int EVEN_PART = 8;

  /** Of the paper, so much may be soft edges of strokes; of the ink, half. */
  private static final double EDGES = 0.2;

  private TwoLevels() {}

  /**
   * Looks at a picture.
   *
   * @param darkInk which of the two is ink
   */
  static boolean matches(GrayImage picture, boolean darkInk) {
    long[] histogram = new long[LEVELS];
    int first = picture.pixel(0, 0);
    boolean plain = true;
    for (byte pixel : picture.toBytes()) {
      int level = pixel & 0xFF;
      plain &= level == first;
      histogram[darkInk ? LEVELS - 1 - level : level]++;
    }
    if (plain) {
      return false;
    }
    // From here on the higher levels are ink.
    int threshold = Otsu.threshold(histogram);
    int paper = level(histogram, 0, threshold, 0.02);
    int paperEnd = level(histogram, 0, threshold, 1 - EDGES);
    int ink = level(histogram, threshold + 1, LEVELS - 1, 0.98);
    int inkMiddle = level(histogram, threshold + 1, LEVELS - 1, 0.5);
    int even = (ink - paper) / EVEN_PART;
    return paperEnd - paper <= even
        && ink - inkMiddle <= even
        && hasHardEdges(picture, darkInk, paper + (ink - paper) / 4, ink - (ink - paper) / 4);
  }

  /** A shadow's edge is soft: it has several pixels between light and dark where ink has one. */
  private static boolean hasHardEdges(GrayImage picture, boolean darkInk, int low, int high) {
    int middle = (low + high) / 2;
    int between = 0;
    int edges = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        int level = ink(picture, x, y, darkInk);
        between += level > low && level < high ? 1 : 0;
        boolean isInk = level > middle;
        edges += x > 0 && ink(picture, x - 1, y, darkInk) > middle != isInk ? 1 : 0;
        edges += y > 0 && ink(picture, x, y - 1, darkInk) > middle != isInk ? 1 : 0;
      }
    }
    return between <= edges;
  }

  private static int ink(GrayImage picture, int x, int y, boolean darkInk) {
    int level = picture.pixel(x, y);
    return darkInk ? LEVELS - 1 - level : level;
  }

  /** The level in a range below which a part of the pixels there lies. */
  private static int level(long[] histogram, int first, int last, double part) {
    long total = 0;
    for (int level = first; level <= last; level++) {
      total += histogram[level];
    }
    long below = 0;
    for (int level = first; level < last; level++) {
      below += histogram[level];
      if (below > part * total) {
        return level;
      }
    }
    return last;
  }
}
