package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Morphology;
import java.util.Arrays;

/**
 * The paper's brightness all over a picture.
 *
 * @param levels of the paper, {@code [height * width]}
 * @param darkInk whether ink is darker than paper
 */
record PaperField(int width, int height, byte[] levels, boolean darkInk) {
  /** The widest stroke, relative to the picture's shorter side; light and shadow are wider. */
  private static final double WIDEST_STROKE = 0.2;

  /** The largest factor by which shadows are brightened; beyond that they are mostly noise. */
  private static final int MAX_GAIN = 6;

  private static final float PAPER = 255;

  /** Fainter ink is brightened noise or the blurred edge of a shadow. */
  private static final float RESIDUE = 24;

  /**
   * Estimates the paper: a closing (for light ink an opening) wider than strokes replaces them with
   * the surrounding paper and keeps gradients and the edges of shadows. The overview is the reduced
   * picture.
   */
  static PaperField of(GrayImage overview, boolean darkInk) {
    int width = overview.width();
    int height = overview.height();
    int reach = Math.max(2, (int) (WIDEST_STROKE * Math.min(width, height) / 2));
    int room = 2 * reach;
    int sign = darkInk ? 1 : -1;
    int wide = width + 2 * room;
    int[] levels = new int[wide * (height + 2 * room)];
    for (int y = -room; y < height + room; y++) {
      for (int x = -room; x < width + room; x++) {
        levels[(y + room) * wide + x + room] = sign * continued(overview, x, y);
      }
    }
    int[] closed = Morphology.close(levels, wide, height + 2 * room, reach);
    byte[] paper = new byte[width * height];
    for (int i = 0; i < paper.length; i++) {
      int level = sign * closed[(i / width + room) * wide + i % width + room];
      paper[i] = (byte) Math.max(0, Math.min(255, level));
    }
    return new PaperField(width, height, paper, darkInk);
  }

  /**
   * Returns a pixel of a picture or beyond its sides, where slopes continue: otherwise the darkest
   * corner would look like a stroke along the rim.
   */
  private static int continued(GrayImage image, int x, int y) {
    int insideX = Math.max(0, Math.min(image.width() - 1, x));
    int insideY = Math.max(0, Math.min(image.height() - 1, y));
    int mirrorX = Math.max(0, Math.min(image.width() - 1, 2 * insideX - x));
    int mirrorY = Math.max(0, Math.min(image.height() - 1, 2 * insideY - y));
    int level = image.pixel(insideX, insideY);
    return x == insideX && y == insideY ? level : 2 * level - image.pixel(mirrorX, mirrorY);
  }

  /** Returns the range of the paper's levels without a fiftieth at either end. */
  int range() {
    int[] sorted = new int[levels.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = levels[i] & 0xFF;
    }
    Arrays.sort(sorted);
    return sorted[sorted.length - 1 - sorted.length / 50] - sorted[sorted.length / 50];
  }

  /**
   * Compares a picture with its paper. Dark ink gets the same light as the paper, so the reflected
   * part of the light distinguishes them; light ink is measured by the difference.
   *
   * @param picture the picture of the overview
   * @param scale its size relative to the overview
   * @return dark ink on white, or light ink on black
   */
  GrayImage flatten(GrayImage picture, int scale) {
    byte[] pixels = picture.toBytes();
    float[] paper = new float[picture.width()];
    float[] line = new float[width];
    float darkest = Math.max(1, max() / (float) MAX_GAIN);
    for (int y = 0; y < picture.height(); y++) {
      interpolateRow(y, scale, line);
      interpolateColumns(line, scale, paper);
      int at = y * picture.width();
      for (int x = 0; x < paper.length; x++) {
        float value = pixels[at + x] & 0xFF;
        float level = paper[x] < darkest ? darkest : paper[x];
        float ink = darkInk ? PAPER - PAPER * value / level : value - paper[x];
        float clear = (ink - RESIDUE) * (PAPER / (PAPER - RESIDUE)) + 0.5f;
        int rounded = clear < 0 ? 0 : clear > PAPER ? (int) PAPER : (int) clear;
        pixels[at + x] = (byte) (darkInk ? ~rounded : rounded);
      }
    }
    return GrayImage.of(picture.width(), picture.height(), pixels);
  }

  private int max() {
    int max = 0;
    for (byte level : levels) {
      max = Math.max(max, level & 0xFF);
    }
    return max;
  }

  /** Computes the paper at the overview's columns, for a row of the picture. */
  private void interpolateRow(int y, float scale, float[] line) {
    // Beyond the centres of the outermost blocks, slopes continue.
    float position = (y + 0.5f) / scale - 0.5f;
    int top = Math.max(0, Math.min(height - 2, (int) position));
    float down = position - top;
    for (int x = 0; x < width; x++) {
      float above = levels[top * width + x] & 0xFF;
      float below = levels[(top + 1) * width + x] & 0xFF;
      line[x] = above + down * (below - above);
    }
  }

  /** Computes the paper at the picture's columns. */
  private void interpolateColumns(float[] line, float scale, float[] paper) {
    int x = 0;
    for (int left = 0; left < width - 1; left++) {
      float slope = line[left + 1] - line[left];
      int end = left == width - 2 ? paper.length : (int) ((left + 1.5f) * scale);
      for (; x < Math.min(end, paper.length); x++) {
        paper[x] = line[left] + ((x + 0.5f) / scale - 0.5f - left) * slope;
      }
    }
  }
}
