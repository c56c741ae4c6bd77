package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Histograms;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Arrays;

/**
 * Removes salt-and-pepper noise: pixels similar to at most one of their neighbours, which at most
 * one of these joins in standing out, take the median of the others. All other pixels stay, so thin
 * strokes survive, smooth or not, which a plain median filter would remove. The number of similar
 * neighbours follows rank-ordered differences (Garnett, Huegerich, Chui and He, "A universal noise
 * removal algorithm with an impulse detector", IEEE Transactions on Image Processing 14(11), 2005).
 */
enum RemoveImpulses implements Step {
  INSTANCE;

  /** Fewer such pixels in a thousand are ends of strokes and corners. */
  private static final int NOISE_PER_MILLE = 4;

  /** With more noise nothing can be trusted: the picture stays unchanged. */
  private static final int HOPELESS_PER_MILLE = 400;

  /** Pairs of noisy pixels support each other; a second pass finds the rest of three. */
  private static final int PASSES = 2;

  private static final int ALIKE_PART = 4;

  /** The number of rows that are sampled for noise in a large picture. */
  private static final int SAMPLED_ROWS = 40;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    if (image.width() < 3 || image.height() < 3) {
      return draft;
    }
    byte[] pixels = image.toBytes();
    int alike = Histograms.range(pixels) / ALIKE_PART;
    Pass pass = new Pass(image.width(), image.height(), alike);
    long perMille = pass.perMille(pixels);
    if (perMille < NOISE_PER_MILLE || perMille > HOPELESS_PER_MILLE) {
      return draft;
    }
    for (int i = 0; i < PASSES; i++) {
      pass.find(pixels);
      pixels = pass.replace(pixels);
    }
    return draft.with("noise", GrayImage.of(image.width(), image.height(), pixels));
  }

  /** A pass over all pixels. */
  private static final class Pass {
    private final int width;
    private final int height;
    private final int alike;
    private boolean[] noisy;
    private final int[] neighbours = new int[8];

    Pass(int width, int height, int alike) {
      this.width = width;
      this.height = height;
      this.alike = alike;
    }

    /** Returns the noisy pixels per thousand, in all rows or in samples of a large picture. */
    long perMille(byte[] pixels) {
      int step = Math.max(1, height / SAMPLED_ROWS);
      long found = 0;
      long seen = 0;
      for (int y = step / 2; y < height; y += step) {
        for (int x = 0; x < width; x++) {
          found += isNoisy(pixels, x, y) ? 1 : 0;
        }
        seen += width;
      }
      return 1000 * found / seen;
    }

    void find(byte[] pixels) {
      noisy = new boolean[pixels.length];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          noisy[y * width + x] = isNoisy(pixels, x, y);
        }
      }
    }

    private boolean isNoisy(byte[] pixels, int x, int y) {
      return !isBetweenAlike(pixels, x, y * width + x) && isAlone(pixels, x, y);
    }

    /**
     * Decides the common case quickly: tells whether a pixel is similar to both neighbours in its
     * row.
     */
    private boolean isBetweenAlike(byte[] pixels, int x, int at) {
      int value = pixels[at] & 0xFF;
      return x > 0
          && x < width - 1
          && Math.abs((pixels[at - 1] & 0xFF) - value) <= alike
          && Math.abs((pixels[at + 1] & 0xFF) - value) <= alike;
    }

    private boolean isAlone(byte[] pixels, int x, int y) {
      int value = pixels[y * width + x] & 0xFF;
      int like = -1; // itself
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          like += Math.abs((pixels[ny * width + nx] & 0xFF) - value) <= alike ? 1 : 0;
        }
      }
      return like <= 1 && standsOut(pixels, x, y);
    }

    /**
     * Tells whether at most one neighbour differs from the median in the same direction as the
     * pixel, by at least half as much. On a thin smooth line two neighbours do, even if they are
     * lighter or darker than the pixel.
     */
    private boolean standsOut(byte[] pixels, int x, int y) {
      int count = collect(pixels, x, y, true);
      int median = median(count);
      int own = (pixels[y * width + x] & 0xFF) - median;
      int with = 0;
      for (int i = 0; i < count; i++) {
        int other = neighbours[i] - median;
        with += 2 * (own < 0 ? -other : other) >= Math.abs(own) ? 1 : 0;
      }
      return with <= 1;
    }

    byte[] replace(byte[] pixels) {
      byte[] replaced = pixels.clone();
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          if (noisy[y * width + x]) {
            replaced[y * width + x] = (byte) median(pixels, x, y);
          }
        }
      }
      return replaced;
    }

    /** Returns the median of the neighbours that are not noise, or of all if there are none. */
    private int median(byte[] pixels, int x, int y) {
      int count = collect(pixels, x, y, false);
      if (count == 0) {
        count = collect(pixels, x, y, true);
      }
      return median(count);
    }

    /** Sorts the first {@code count} neighbours and returns their median. */
    private int median(int count) {
      Arrays.sort(neighbours, 0, count);
      return (neighbours[(count - 1) / 2] + neighbours[count / 2]) / 2;
    }

    private int collect(byte[] pixels, int x, int y, boolean all) {
      int count = 0;
      for (int ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (int nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          int at = ny * width + nx;
          if ((nx != x || ny != y) && (all || !noisy[at])) {
            neighbours[count++] = pixels[at] & 0xFF;
          }
        }
      }
      return count;
    }
  }
}
