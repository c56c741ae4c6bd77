package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Histograms;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * The levels of a picture's paper and ink.
 *
 * @param darkInk whether the ink is darker than the paper
 * @param floor the last level of paper, counted from the paper towards the ink: 255 minus the
 *     picture's level if the ink is dark
 * @param full the first level of full ink, counted likewise; above {@code floor}
 */
record InkLevels(boolean darkInk, int floor, int full) {
  /** The least contrast of a picture that is not blank, in grey levels. */
  private static final int MIN_CONTRAST = 16;

  /** The same for a picture whose paper has nearly one level, which no camera gives. */
  private static final int MIN_CLEAN_CONTRAST = 6;

  /** The part of such paper with that level; the rest is soft edges. */
  private static final double CLEAN = 0.9;

  /** With less contrast, a picture must also stand out from the paper's own variation. */
  private static final int SURE_CONTRAST = 64;

  /**
   * Splitting pure Gaussian noise in two gives a contrast of 6.6 times the paper's deviation
   * (below), splitting an even gradient 5.8.
   */
  private static final int MIN_CONTRAST_IN_DEVIATIONS = 8;

  /** Three standard deviations of Gaussian noise, in median absolute deviations. */
  private static final double NOISE_REACH = 4.5;

  /** A divisor of the contrast that is always taken for paper: JPEG artefacts around strokes. */
  private static final int PAPER_PART = 32;

  /** The part of the ink that is full ink; the rest is soft edges. */
  private static final double FULL_PART = 0.05;

  /**
   * The largest part of a picture that may be ink: what fills more is its paper, regardless of the
   * rim.
   */
  private static final double SURE_PAPER = 0.8;

  private static final int LEVELS = 256;

  /** Measures a picture; empty if it is blank. The rim counts as much as the whole picture. */
  static Optional<InkLevels> of(GrayImage luma) {
    return of(luma, 1);
  }

  /**
   * Measures a picture that may have a frame along its rim, which does not count if nearly all of
   * the picture has one level; empty if it is blank.
   */
  static Optional<InkLevels> withinRim(GrayImage luma) {
    return of(luma, SURE_PAPER);
  }

  private static Optional<InkLevels> of(GrayImage luma, double sure) {
    byte[] pixels = luma.toBytes();
    long[] histogram = Histograms.of(pixels);
    if (histogram[pixels[0] & 0xFF] == pixels.length) {
      return Optional.empty();
    }
    int threshold = Otsu.threshold(histogram);
    boolean darkInk = lightPart(luma, histogram, threshold, sure) >= 0.5;
    if (darkInk) {
      histogram = reversed(histogram);
      threshold = LEVELS - 2 - threshold;
    }
    int paper = quantile(histogram, 0, threshold, 0.5);
    int deviation = deviation(histogram, threshold, paper);
    int full = quantile(histogram, threshold + 1, LEVELS - 1, 1 - FULL_PART);
    int contrast = full - paper;
    boolean isClean = histogram[paper] >= CLEAN * Histograms.sum(histogram, 0, threshold);
    int least = isClean ? MIN_CLEAN_CONTRAST : MIN_CONTRAST;
    if (contrast < least
        || contrast < SURE_CONTRAST && contrast < MIN_CONTRAST_IN_DEVIATIONS * deviation) {
      return Optional.empty();
    }
    return Optional.of(new InkLevels(darkInk, floor(histogram, threshold, contrast), full));
  }

  /**
   * Returns the last level of paper. In a close crop most of what is lighter than ink is the soft
   * edges of strokes, between paper and ink; so the most frequent level is the paper's, and its
   * noise is measured on the side away from the ink.
   */
  private static int floor(long[] histogram, int threshold, int contrast) {
    int reach = contrast / PAPER_PART;
    int paper = 0;
    long most = 0;
    for (int level = 0; level <= threshold; level++) {
      long count = 0;
      long sum = 0;
      for (int i = Math.max(0, level - reach); i <= Math.min(threshold, level + reach); i++) {
        count += histogram[i];
        sum += i * histogram[i];
      }
      if (count > most) {
        most = count;
        paper = (int) ((sum + count / 2) / count);
      }
    }
    long[] distances = new long[LEVELS];
    for (int level = 0; level <= paper; level++) {
      distances[paper - level] += histogram[level];
    }
    int deviation = quantile(distances, 0, LEVELS - 1, 0.5);
    return Math.min(threshold, paper + Math.max((int) (NOISE_REACH * deviation), reach));
  }

  private static long[] reversed(long[] histogram) {
    long[] reversed = new long[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      reversed[level] = histogram[LEVELS - 1 - level];
    }
    return reversed;
  }

  /**
   * Returns the light part of the picture. The rim counts as much as the whole: it is nearly all
   * paper, except in a close crop of a character.
   */
  private static double lightPart(GrayImage luma, long[] histogram, int threshold, double sure) {
    long light = Histograms.sum(histogram, threshold + 1, LEVELS - 1);
    int width = luma.width();
    int height = luma.height();
    double whole = (double) light / (width * height);
    if (whole > sure || whole < 1 - sure) {
      return whole;
    }
    int lightRim = 0;
    for (int x = 0; x < width; x++) {
      lightRim += luma.pixel(x, 0) > threshold ? 1 : 0;
      lightRim += height > 1 && luma.pixel(x, height - 1) > threshold ? 1 : 0;
    }
    for (int y = 1; y < height - 1; y++) {
      lightRim += luma.pixel(0, y) > threshold ? 1 : 0;
      lightRim += width > 1 && luma.pixel(width - 1, y) > threshold ? 1 : 0;
    }
    int rim = width < 2 || height < 2 ? width * height : 2 * (width + height) - 4;
    return (whole + (double) lightRim / rim) / 2;
  }

  /** Returns the level in [first, last] below which a given part of those pixels lies. */
  private static int quantile(long[] histogram, int first, int last, double part) {
    double count = Math.floor(part * Histograms.sum(histogram, first, last)) + 1;
    return Histograms.quantile(histogram, first, last, count);
  }

  /** Returns the median absolute deviation of the paper's levels. */
  private static int deviation(long[] histogram, int threshold, int paper) {
    long[] distances = new long[LEVELS];
    for (int level = 0; level <= threshold; level++) {
      distances[Math.abs(level - paper)] += histogram[level];
    }
    return quantile(distances, 0, LEVELS - 1, 0.5);
  }

  /** Returns the picture with white ink on black, with its own levels. */
  GrayImage whiteOnBlack(GrayImage luma) {
    return darkInk ? map(luma, level -> LEVELS - 1 - level) : luma;
  }

  /** Returns the picture's ink: paper becomes 0, full ink 255, edges stay grey. */
  GrayImage ink(GrayImage luma) {
    return map(
        luma,
        level -> {
          int fromPaper = darkInk ? LEVELS - 1 - level : level;
          return Math.round(Math.max(0, Math.min(fromPaper, full) - floor) * 255f / (full - floor));
        });
  }

  /** Replaces each level of a picture. */
  static GrayImage map(GrayImage image, IntUnaryOperator level) {
    byte[] table = new byte[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      table[i] = (byte) level.applyAsInt(i);
    }
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = table[pixels[i] & 0xFF];
    }
    return GrayImage.of(image.width(), image.height(), pixels);
  }

  /**
   * Otsu's threshold ("A threshold selection method from gray-level histograms", IEEE Transactions
   * on Systems, Man, and Cybernetics 9(1), 1979): splits a histogram into the two classes with the
   * greatest variance between them.
   */
  static final class Otsu {
    private Otsu() {}

    /**
     * Returns the highest level of the lower class, or the middle of several that split the
     * histogram equally; at least two levels must occur.
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
}
