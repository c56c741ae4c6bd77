package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;

/**
 * Which of dark and light is ink where the light is uneven: in a window wider than strokes, ink is
 * darker than most of it or lighter than most of it. At the edge of a shadow, either side has
 * enough of its own kind in the window not to stand out.
 */
final class LocalContrast {
  /** What stands out, as a part of the picture's range. */
  private static final int OUTSTANDING_PART = 6;

  private static final int LEVELS = 256;

  /** Every second pixel of every second row has a vote. */
  private static final int STRIDE = 2;

  private LocalContrast() {}

  /**
   * Counts what stands out.
   *
   * @param image a small one, since each pixel looks at a window of half the picture
   * @return how many pixels more are too dark for their surroundings than are too light
   */
  static int darkMinusLight(GrayImage image) {
    int width = image.width();
    int height = image.height();
    byte[] pixels = image.toBytes();
    int reach = Math.max(width, height) / 4;
    int[] histogram = new int[LEVELS];
    for (byte pixel : pixels) {
      histogram[pixel & 0xFF]++;
    }
    int threshold = range(histogram) / OUTSTANDING_PART;
    int difference = 0;
    for (int y = 0; y < height; y += STRIDE) {
      int top = Math.max(0, y - reach);
      int bottom = Math.min(height, y + reach + 1);
      Window window = new Window(pixels, width, top, bottom);
      for (int x = 0; x < width; x += STRIDE) {
        window.moveTo(Math.max(0, x - reach), Math.min(width, x + reach + 1));
        int value = pixels[y * width + x] & 0xFF;
        difference += value < window.quartile(1) - threshold ? 1 : 0;
        difference -= value > window.quartile(3) + threshold ? 1 : 0;
      }
    }
    return difference;
  }

  private static int range(int[] histogram) {
    int first = 0;
    while (histogram[first] == 0) {
      first++;
    }
    int last = LEVELS - 1;
    while (histogram[last] == 0) {
      last--;
    }
    return last - first;
  }

  /** A histogram of some columns of some rows, which slides to the right. */
  private static final class Window {
    private final byte[] pixels;
    private final int width;
    private final int top;
    private final int bottom;
    private final int[] histogram = new int[LEVELS];
    private int left;
    private int right;

    Window(byte[] pixels, int width, int top, int bottom) {
      this.pixels = pixels;
      this.width = width;
      this.top = top;
      this.bottom = bottom;
    }

    void moveTo(int newLeft, int newRight) {
      for (; right < newRight; right++) {
        add(right, 1);
      }
      for (; left < newLeft; left++) {
        add(left, -1);
      }
    }

    private void add(int x, int by) {
      for (int y = top; y < bottom; y++) {
        histogram[pixels[y * width + x] & 0xFF] += by;
      }
    }

    int quartile(int quarters) {
      int part = (right - left) * (bottom - top) * quarters / 4;
      int level = 0;
      for (int below = histogram[0]; below <= part; below += histogram[level]) {
        level++;
      }
      return level;
    }
  }
}
