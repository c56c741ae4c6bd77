package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.BoxReduction;
import io.github.emnist.data.internal.image.Histograms;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Optional;

/**
 * Removes shadows, gradients and vignettes: estimates the paper's brightness all over the picture
 * and compares each pixel with the paper at its place. Pictures of even paper stay unchanged.
 */
enum FlattenLight implements Step {
  INSTANCE;

  /** The size of a reduced picture, sufficient since light changes slowly. */
  private static final int OVERVIEW_SIDE = 64;

  /** Smaller pictures have no room for paper between the strokes and the changes of light. */
  private static final int MIN_SIDE = 16;

  /** Under uneven light, fainter ink looks like the noise of brightened shadows. */
  private static final int SURE_CONTRAST = 48;

  /** The largest range of levels of even paper. */
  static final int EVEN_LEVELS = 10;

  /** The largest range of levels of even paper, as a divisor of the picture's contrast. */
  static final int EVEN_PART = 8;

  /** The least difference of an outstanding pixel, as a divisor of the picture's range. */
  private static final int OUTSTANDING_PART = 6;

  /** Every second pixel of every second row votes. */
  private static final int STRIDE = 2;

  private static final int LEVELS = 256;

  @Override
  public Draft apply(Draft draft) {
    GrayImage overview = BoxReduction.toFit(draft.image(), OVERVIEW_SIDE);
    if (Math.min(overview.width(), overview.height()) < MIN_SIDE) {
      return draft;
    }
    if (EvenPaper.isIn(overview)) {
      return draft;
    }
    Optional<InkLevels> levels = InkLevels.withinRim(overview);
    boolean darkInk = levels.isEmpty() || levels.get().darkInk();
    int limit = Math.max(EVEN_LEVELS, Histograms.range(overview.toBytes()) / EVEN_PART);
    PaperField paper = PaperField.of(overview, darkInk);
    if (paper.range() <= limit) {
      return draft;
    }
    // Under uneven light, the levels of the whole picture do not tell what is paper.
    int votes = darkMinusLight(overview);
    if (votes != 0 && votes > 0 != darkInk) {
      paper = PaperField.of(overview, votes > 0);
    }
    if (paper.range() <= limit) {
      return draft;
    }
    int scale = BoxReduction.factor(draft.image(), OVERVIEW_SIDE);
    GrayImage flat = paper.flatten(draft.image(), scale);
    return isSureInk(flat) ? draft.with("light", flat) : draft.blank();
  }

  private static boolean isSureInk(GrayImage flat) {
    return InkLevels.withinRim(flat)
        .filter(levels -> levels.full() - levels.floor() >= SURE_CONTRAST)
        .isPresent();
  }

  /**
   * Detects pictures whose paper has one level everywhere, such as scans, drawings and close crops.
   * It needs no guess which of dark and light is paper: in its smooth places, an evenly lit picture
   * has two levels, of paper and of ink, and nothing darker or lighter. A gradient has many levels;
   * a shadow has a third one, of ink in it.
   */
  static final class EvenPaper {
    /** The largest difference between neighbours in smooth places, as a divisor of the contrast. */
    private static final int SMOOTH_PART = 16;

    /** The width of one of the two levels, as a divisor of the contrast. */
    private static final int ALIKE_PART = 6;

    /** The least distance of the two levels, as a divisor of the contrast. */
    private static final int APART_PART = 3;

    /** The least share of the smooth places that have one of the two levels. */
    private static final double MOST = 0.96;

    /** The largest share of pixels beyond both levels. */
    private static final double BEYOND = 0.015;

    /** With fewer smooth places, as a divisor of the picture's size, the light is unknown. */
    private static final int FEW_PART = 50;

    private EvenPaper() {}

    /**
     * Tells whether a reduced picture, whose strokes' edges are a few pixels wide at most, is
     * evenly lit, or too crowded to tell.
     */
    static boolean isIn(GrayImage overview) {
      byte[] pixels = overview.toBytes();
      long[] all = Histograms.of(pixels);
      int low = Histograms.quantile(all, 0, LEVELS - 1, pixels.length / 100 + 1);
      int high = Histograms.quantile(all, 0, LEVELS - 1, pixels.length - pixels.length / 100);
      int contrast = high - low;
      long[] smooth = smooth(pixels, overview.width(), overview.height(), contrast / SMOOTH_PART);
      long places = sum(smooth, 0, LEVELS);
      if (places < pixels.length / FEW_PART) {
        return true;
      }
      int width = contrast / ALIKE_PART + 1;
      int first = fullest(smooth, width, 0, LEVELS);
      int apart = contrast / APART_PART;
      int below = fullest(smooth, width, 0, first + width - apart);
      int above = fullest(smooth, width, first + apart, LEVELS);
      int second = sum(smooth, below, width) > sum(smooth, above, width) ? below : above;
      long inSecond = sum(smooth, second, width);
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
      long beyond = sum(all, 0, least) + sum(all, most, LEVELS - most);
      return beyond <= BEYOND * pixels.length;
    }

    /**
     * Tells whether one side of the picture is all dark and the opposite one all light, as beside a
     * shadow. A close crop of a character touches every side.
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

    /** Returns the histogram of the pixels whose eight neighbours are nearly equal. */
    private static long[] smooth(byte[] pixels, int width, int height, int limit) {
      long[] histogram = new long[LEVELS];
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
     * Returns the first level of the fullest range of a given width between two levels, or {@link
     * #LEVELS} if they are too close.
     */
    private static int fullest(long[] histogram, int width, int from, int to) {
      int best = LEVELS;
      long most = -1;
      for (int first = from; first + width <= to; first++) {
        long count = sum(histogram, first, width);
        if (count > most) {
          most = count;
          best = first;
        }
      }
      return best;
    }

    private static long sum(long[] histogram, int first, int count) {
      return Histograms.sum(histogram, first, first + count - 1);
    }
  }

  /**
   * Counts how many more pixels are too dark for their surroundings than too light, which tells ink
   * from paper under uneven light. The surroundings are a window of half the picture, wider than
   * strokes. At the edge of a shadow, each side has enough equal pixels in the window not to stand
   * out.
   */
  private static int darkMinusLight(GrayImage image) {
    int width = image.width();
    int height = image.height();
    byte[] pixels = image.toBytes();
    int reach = Math.max(width, height) / 4;
    int threshold = Histograms.range(pixels) / OUTSTANDING_PART;
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

  /** A histogram of some columns of some rows, which slides to the right. */
  private static final class Window {
    private final byte[] pixels;
    private final int width;
    private final int top;
    private final int bottom;
    private final long[] histogram = new long[LEVELS];
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
      return Histograms.quantile(histogram, 0, LEVELS - 1, part + 1);
    }
  }
}
