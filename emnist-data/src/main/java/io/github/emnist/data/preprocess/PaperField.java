package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.Morphology;
import java.util.Arrays;

/** The paper's brightness all over a picture, as if nothing were written on it. */
final class PaperField {
  /**
   * Strokes are narrower than this part of the picture's shorter side; light and shadow are wider.
   */
  private static final double WIDEST_STROKE = 0.2;

  /** How many times a shadow may be brightened; beyond that it is mostly noise. */
  private static final int MAX_GAIN = 6;

  private static final int PAPER = 255;

  private final int width;
  private final int height;
  private final byte[] levels;
  private final boolean darkInk;

  private PaperField(int width, int height, byte[] levels, boolean darkInk) {
    this.width = width;
    this.height = height;
    this.levels = levels;
    this.darkInk = darkInk;
  }

  /**
   * Estimates it: a closing (for light ink an opening) wider than strokes paints them over with the
   * paper around them, and leaves gradients and the edges of shadows where they are.
   *
   * @param overview the picture in small
   * @param darkInk whether ink is darker than paper
   */
  static PaperField of(GrayImage overview, boolean darkInk) {
    int width = overview.width();
    int height = overview.height();
    int reach = Math.max(2, (int) (WIDEST_STROKE * Math.min(width, height) / 2));
    byte[] levels = overview.toBytes();
    levels = darkInk ? levels : inverted(levels);
    levels = Morphology.close(levels, width, height, reach);
    levels = darkInk ? levels : inverted(levels);
    return new PaperField(width, height, levels, darkInk);
  }

  private static byte[] inverted(byte[] pixels) {
    byte[] inverted = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      inverted[i] = (byte) ~pixels[i];
    }
    return inverted;
  }

  /** How much lighter the lightest paper is than the darkest, leaving out a fiftieth of each. */
  int range() {
    int[] sorted = new int[levels.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = levels[i] & 0xFF;
    }
    Arrays.sort(sorted);
    return sorted[sorted.length - 1 - sorted.length / 50] - sorted[sorted.length / 50];
  }

  /**
   * Compares a picture with its paper. Light falls on dark ink as on the paper, so that the part of
   * the light that comes back tells them apart; light ink is told by how much lighter it is.
   *
   * @param picture whose overview this was estimated from
   * @param scale how many times larger it is than the overview
   * @return dark ink on white, or light ink on black
   */
  GrayImage flatten(GrayImage picture, int scale) {
    byte[] pixels = picture.toBytes();
    float[] row = new float[picture.width()];
    float darkest = Math.max(1, max() / (float) MAX_GAIN);
    for (int y = 0; y < picture.height(); y++) {
      interpolate(y, scale, row);
      int at = y * picture.width();
      for (int x = 0; x < row.length; x++) {
        float value = pixels[at + x] & 0xFF;
        float flat = darkInk ? value * PAPER / Math.max(darkest, row[x]) : value - row[x];
        pixels[at + x] = (byte) (int) (Math.max(0, Math.min(PAPER, flat)) + 0.5f);
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

  /** The paper along a row of the picture, bilinearly. */
  private void interpolate(int y, float scale, float[] row) {
    float position = Math.max(0, Math.min(height - 1, (y + 0.5f) / scale - 0.5f));
    int top = (int) position;
    int bottom = Math.min(height - 1, top + 1);
    float down = position - top;
    float[] line = new float[width + 1];
    for (int x = 0; x < width; x++) {
      float above = levels[top * width + x] & 0xFF;
      float below = levels[bottom * width + x] & 0xFF;
      line[x] = above + down * (below - above);
    }
    line[width] = line[width - 1];
    for (int x = 0; x < row.length; x++) {
      float along = Math.max(0, Math.min(width - 1, (x + 0.5f) / scale - 0.5f));
      int left = (int) along;
      row[x] = line[left] + (along - left) * (line[left + 1] - line[left]);
    }
  }
}
