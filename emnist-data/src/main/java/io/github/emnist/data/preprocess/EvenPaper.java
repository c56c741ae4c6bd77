package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;

/**
 * Tells pictures whose paper has one level everywhere, as scans, drawings and close crops have,
 * from those in uneven light. It needs no guess which of dark and light is paper: where the picture
 * is smooth, an evenly lit one has two levels, that of paper and that of ink, and nothing is darker
 * or lighter than these. A slope of light has many levels; a shadow has a third one, of ink in it.
 */
final class EvenPaper {
  private static final int LEVELS = 256;

  /** A pixel is in a smooth place if its neighbours differ by at most this part of the contrast. */
  private static final int SMOOTH_PART = 16;

  /** How far levels of one kind may lie apart, as a part of the contrast. */
  private static final int ALIKE_PART = 6;

  /** The two kinds lie at least this far apart, as a part of the contrast. */
  private static final int APART_PART = 3;

  /** How many of the smooth places have one of the two levels. */
  private static final double MOST = 0.96;

  /** How many pixels may lie beyond both levels. */
  private static final double BEYOND = 0.015;

  /** With fewer smooth places than this part of the picture, the light cannot be told. */
  private static final int FEW_PART = 50;

  private EvenPaper() {}

  /**
   * Looks at a picture.
   *
   * @param overview a small version, so that strokes' edges are a few pixels wide at most
   * @return true if the light is even, or the picture is too crowded to tell
   */
  static boolean isIn(GrayImage overview) {
    byte[] pixels = overview.toBytes();
    int[] all = new int[LEVELS];
    for (byte pixel : pixels) {
      all[pixel & 0xFF]++;
    }
    int low = quantile(all, pixels.length / 100);
    int high = quantile(all, pixels.length - 1 - pixels.length / 100);
    int contrast = high - low;
    int[] smooth = smooth(pixels, overview.width(), overview.height(), contrast / SMOOTH_PART);
    int places = sum(smooth, 0, LEVELS);
    if (places < pixels.length / FEW_PART) {
      return true;
    }
    int width = contrast / ALIKE_PART + 1;
    int first = fullest(smooth, width, 0, LEVELS);
    int apart = contrast / APART_PART;
    int below = fullest(smooth, width, 0, first + width - apart);
    int above = fullest(smooth, width, first + apart, LEVELS);
    int second = sum(smooth, below, width) > sum(smooth, above, width) ? below : above;
    int inSecond = sum(smooth, second, width);
    if (sum(smooth, first, width) + inSecond < MOST * places) {
      return false;
    }
    if (inSecond * FEW_PART < places) {
      return true; // strokes too thin to have smooth places
    }
    if (isHalfAndHalf(overview, (first + second + width) / 2)) {
      return false;
    }
    int least = Math.min(first, second) - width / 2;
    int most = Math.max(first, second) + width + width / 2;
    int beyond = sum(all, 0, least) + sum(all, most, LEVELS - most);
    return beyond <= BEYOND * pixels.length;
  }

  /**
   * Whether one side of the picture is all dark and the opposite one all light, as beside a shadow.
   * A character that is cut out close to its ink touches every side.
   */
  private static boolean isHalfAndHalf(GrayImage image, int threshold) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    int[] light = new int[4];
    for (int x = 0; x <= right; x++) {
      light[0] += image.pixel(x, 0) > threshold ? 1 : 0;
      light[1] += image.pixel(x, bottom) > threshold ? 1 : 0;
    }
    for (int y = 0; y <= bottom; y++) {
      light[2] += image.pixel(0, y) > threshold ? 1 : 0;
      light[3] += image.pixel(right, y) > threshold ? 1 : 0;
    }
    return Math.abs(light[0] - light[1]) == right + 1
        || Math.abs(light[2] - light[3]) == bottom + 1;
  }

  /** The levels of the pixels whose eight neighbours are nearly alike. */
  private static int[] smooth(byte[] pixels, int width, int height, int limit) {
    int[] histogram = new int[LEVELS];
    for (int y = 1; y < height - 1; y++) {
      for (int x = 1; x < width - 1; x++) {
        int at = y * width + x;
        int min = 255;
        int max = 0;
        for (int row = at - width; row <= at + width; row += width) {
          for (int i = row - 1; i <= row + 1; i++) {
            min = Math.min(min, pixels[i] & 0xFF);
            max = Math.max(max, pixels[i] & 0xFF);
          }
        }
        if (max - min <= limit) {
          histogram[pixels[at] & 0xFF]++;
        }
      }
    }
    return histogram;
  }

  /**
   * The first level of the range of a width, between two levels, that holds most; beyond all levels
   * where they are too close.
   */
  private static int fullest(int[] histogram, int width, int from, int to) {
    int best = LEVELS;
    int most = -1;
    for (int first = from; first + width <= to; first++) {
      int count = sum(histogram, first, width);
      if (count > most) {
        most = count;
        best = first;
      }
    }
    return best;
  }

  private static int sum(int[] histogram, int first, int count) {
    int sum = 0;
    for (int level = Math.max(0, first); level < Math.min(LEVELS, first + count); level++) {
      sum += histogram[level];
    }
    return sum;
  }

  private static int quantile(int[] histogram, int rank) {
    int level = 0;
    for (int below = histogram[0]; below <= rank; below += histogram[level]) {
      level++;
    }
    return level;
  }
}
