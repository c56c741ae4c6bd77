package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.DistanceTransform;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.internal.image.Resampling;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.function.IntPredicate;

/**
 * Gives a character hard edges, as in a binary scan, and strokes of EMNIST's width. Widths are
 * relative to the character's longer side. Strokes within the range keep their width.
 *
 * @param min narrower strokes are widened to {@code target}
 * @param target the middle of EMNIST's widths
 * @param max wider strokes are narrowed to it
 */
record NormaliseStrokes(double min, double target, double max) implements Step {
  /**
   * Changes only strokes as thin or thick as EMNIST's outliers. Of 2,000 images, measured with an
   * edge of 128, the median is 0.135, and 97 % have strokes of 0.075 to 0.3.
   */
  static final NormaliseStrokes OUTLIERS = new NormaliseStrokes(0.075, 0.14, 0.3);

  /** Gives all strokes the median width. */
  static final NormaliseStrokes ALL = new NormaliseStrokes(0.14, 0.14, 0.14);

  /** The character's longer side in pixels during the work: 2.8 to a pixel of NIST's scans. */
  private static final int WORK_SIDE = 128;

  /** The least width of strokes during the work, in pixels. */
  private static final double MIN_STROKE = 3;

  /** The room around the character for strokes to widen into, as a divisor of its longer side. */
  private static final int ROOM_PART = 6;

  /** The margin around the character for its soft edges, in pixels. */
  private static final int ROOM = 2;

  /** EMNIST's range without a tenth at either end. */
  private static final double MIN_SCAN_INK = 30;

  private static final double MAX_SCAN_INK = 70;

  /**
   * The size of a character drawn with a fine pen, which does not reveal it. If the pen is known to
   * be a third of NIST's it would: of 1,000 validation images redrawn with such a pen 1.6 points
   * more were recognised, but 8.0 points fewer with a pen a third wider.
   */
  private static final double MEDIAN_SCAN_INK = 45;

  /** The widest pore: two pixels of NIST's scans. */
  private static final double PORE = 0.045;

  /** The least factor by which closing widens porous strokes. */
  private static final double POROUS = 1.5;

  /**
   * The outward shift of the edge of a closed stroke, frayed by pores. With this, chalk on 2,000
   * validation images has 0.999 times the ink of the clean ones; with 0, 0.95.
   */
  private static final double FRAYED = 0.005;

  /** Wider ink is not a stroke, but a dot or a block. */
  private static final double WIDEST = 0.45;

  /** The largest part of a stroke's width that is removed, so that its thin places do not break. */
  private static final double MOST_NARROWED = 0.4;

  /** The level of a stroke's edge: a little below half, for strokes thinned by a blur. */
  static final int EDGE = 112;

  /** Fainter pixels are not part of a stroke, such as those of tinted paper. */
  private static final int FAINT = EDGE / 2;

  /** The factor by which edges become steeper than the picture's, at the working size. */
  private static final int STEEPNESS = 2;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    PixelBox box = PixelBox.find(image, EDGE);
    if (box == null) {
      return draft;
    }
    GrayImage scaled = scaled(image, box);
    if (PixelBox.find(scaled, EDGE) == null) { // too thin among much that is fainter
      scaled = image;
    }
    double width = Strokes.of(scaled, EDGE, 1).width();
    if (width >= min && shift(width, Math.min(width, max)) == 0) {
      return draft.with("strokes", hardened(scaled)).ofScanInk(scanInk(width, 0));
    }
    Strokes strokes = Strokes.of(scaled, EDGE, WORK_SIDE / ROOM_PART);
    if (width < min) {
      // Strokes may look thin because they are full of pores. Closing makes porous strokes much
      // wider; of thin ones it only closes some acute angles.
      Strokes closed = strokes.closed(PORE / 2);
      if (closed.width() > POROUS * width) {
        return withoutPores(draft, closed);
      }
      return draft
          .with("strokes", strokes.shifted(shift(width, target)))
          .ofScanInk(MEDIAN_SCAN_INK);
    }
    double shift = shift(width, max);
    return draft.with("strokes", strokes.shifted(shift)).ofScanInk(scanInk(width, shift));
  }

  private Draft withoutPores(Draft draft, Strokes closed) {
    double width = closed.width();
    boolean fine = width < min;
    double shift = shift(width, fine ? target : Math.min(width, max));
    shift += !fine && width <= max ? FRAYED : 0;
    return draft
        .with("strokes", closed.shifted(shift))
        .ofScanInk(fine ? MEDIAN_SCAN_INK : scanInk(width, shift));
  }

  /**
   * Estimates a character's length in NIST's scans from its stroke width: pens are similar, so
   * small characters have wide strokes for their size. Fitted to the logarithms of 2,825 images
   * (correlation -0.69).
   */
  private static double scanInk(double found, double shift) {
    double width = (found + 2 * shift) / (1 + 2 * shift);
    double fitted = 13.6 * StrictMath.pow(width, -0.61);
    return Math.max(MIN_SCAN_INK, Math.min(MAX_SCAN_INK, fitted));
  }

  /** Returns the character alone at the working size. */
  private static GrayImage scaled(GrayImage image, PixelBox ink) {
    PixelBox box =
        new PixelBox(
            Math.max(0, ink.left() - ROOM),
            Math.max(0, ink.top() - ROOM),
            Math.min(image.width(), ink.right() + ROOM),
            Math.min(image.height(), ink.bottom() + ROOM));
    int length = ink.longer();
    double scale = WORK_SIDE / (double) length;
    if (scale < 1) {
      byte[] pixels = image.toBytes();
      double pen = Pen.width(image, box, i -> (pixels[i] & 0xFF) >= FAINT);
      scale = Math.max(scale, Math.min(1, MIN_STROKE / pen));
    }
    return Resampling.resize(
        image, box, (int) Math.ceil(box.width() * scale), (int) Math.ceil(box.height() * scale));
  }

  private static GrayImage hardened(GrayImage image) {
    return InkLevels.map(
        image, level -> Math.max(0, Math.min(255, 128 + STEEPNESS * (level - EDGE))));
  }

  /**
   * Returns how far either side of a stroke has to move, relative to the character's longer side;
   * its ends move too.
   */
  private static double shift(double found, double wanted) {
    if (found > WIDEST) {
      return 0;
    }
    double shift = (wanted - found) / (2 * (1 - wanted));
    return Math.max(shift, -MOST_NARROWED * found / 2);
  }

  /** Measures and changes the width of a character's strokes. */
  static final class Strokes {
    private final int width;
    private final int height;

    private final boolean[] inside;

    /** Each pixel's distance from the edge of the ink, in pixels; 0 outside. */
    private final float[] depth;

    /** The character's longer side. */
    private final int length;

    private final double strokeWidth;

    private Strokes(int width, int height, boolean[] inside, int length) {
      this.width = width;
      this.height = height;
      this.inside = inside;
      this.depth = depth(inside, width, height);
      this.length = length;
      this.strokeWidth = meanWidth(depth);
    }

    /**
     * Measures a character.
     *
     * @param ink white on black; at least one pixel reaches {@code edge}
     * @param edge the level of a stroke's edge
     * @param room for strokes to widen into, in pixels, at least 1
     */
    static Strokes of(GrayImage ink, int edge, int room) {
      int width = ink.width() + 2 * room;
      int height = ink.height() + 2 * room;
      boolean[] inside = new boolean[width * height];
      byte[] pixels = ink.toBytes();
      for (int y = 0; y < ink.height(); y++) {
        for (int x = 0; x < ink.width(); x++) {
          inside[(y + room) * width + x + room] = (pixels[y * ink.width() + x] & 0xFF) >= edge;
        }
      }
      return new Strokes(width, height, inside, PixelBox.find(ink, edge).longer());
    }

    private static float[] depth(boolean[] inside, int width, int height) {
      boolean[] outside = new boolean[inside.length];
      for (int i = 0; i < inside.length; i++) {
        outside[i] = !inside[i];
      }
      float[] depth = DistanceTransform.of(outside, width, height);
      for (int i = 0; i < depth.length; i++) {
        // The centre of a pixel at the edge is half a pixel from the edge.
        depth[i] = inside[i] ? depth[i] - 0.5f : 0;
      }
      return depth;
    }

    /**
     * Returns the mean width of strokes. Depths across a stroke run evenly from 0 to half its
     * width, so their mean is a quarter of it.
     */
    private static double meanWidth(float[] depth) {
      double sum = 0;
      int count = 0;
      for (float value : depth) {
        if (value > 0) {
          sum += value;
          count++;
        }
      }
      return 4 * sum / count;
    }

    /** Returns the strokes' mean width, relative to the character's longer side. */
    double width() {
      return strokeWidth / length;
    }

    /**
     * Closes pores and gaps, as of chalk and dry pens, and acute angles; the outline otherwise
     * stays. {@code reach} is half the width of the widest gap, relative to the character's longer
     * side; below 1/8.
     */
    Strokes closed(double reach) {
      float limit = (float) (reach * length);
      float[] away = DistanceTransform.of(inside, width, height);
      boolean[] beyond = new boolean[inside.length];
      for (int i = 0; i < beyond.length; i++) {
        beyond[i] = away[i] > limit;
      }
      float[] fromBeyond = DistanceTransform.of(beyond, width, height);
      boolean[] closed = new boolean[inside.length];
      for (int i = 0; i < closed.length; i++) {
        closed[i] = inside[i] || fromBeyond[i] > limit + 1;
      }
      return new Strokes(width, height, closed, length);
    }

    /**
     * Moves the edge of all strokes outwards by {@code shift}, relative to the character's longer
     * side; below 0 inwards.
     */
    GrayImage shifted(double shift) {
      float[] away = DistanceTransform.of(inside, width, height);
      byte[] pixels = new byte[depth.length];
      for (int i = 0; i < pixels.length; i++) {
        double within = inside[i] ? depth[i] : 0.5 - away[i];
        double cover = Math.max(0, Math.min(1, within + shift * length + 0.5));
        pixels[i] = (byte) (int) Math.round(255 * cover);
      }
      return GrayImage.of(width, height, pixels);
    }
  }

  /** Measures a pen's width. */
  static final class Pen {
    private Pen() {}

    /**
     * Returns twice the area of ink divided by the length of its edge: the width of long strokes,
     * in pixels. Soft edges count by their level, so strokes may be narrower than a pixel. Only
     * pixels in the box and accepted by {@code counts}, by index, count.
     */
    static double width(GrayImage ink, PixelBox box, IntPredicate counts) {
      byte[] pixels = ink.toBytes();
      int width = ink.width();
      double area = 0;
      double edge = 0;
      int left = Math.max(0, box.left() - 1);
      int right = Math.min(width, box.right() + 1);
      for (int y = Math.max(0, box.top() - 1);
          y + 1 < Math.min(ink.height(), box.bottom() + 1);
          y++) {
        int value = level(pixels, y * width + left, counts);
        for (int at = y * width + left; at + 1 < y * width + right; at++) {
          int next = level(pixels, at + 1, counts);
          int across = next - value;
          int down = level(pixels, at + width, counts) - value;
          area += value;
          edge += across == 0 && down == 0 ? 0 : Math.sqrt(across * across + down * down);
          value = next;
        }
      }
      return 2 * area / Math.max(1, edge);
    }

    private static int level(byte[] pixels, int at, IntPredicate counts) {
      return pixels[at] != 0 && counts.test(at) ? pixels[at] & 0xFF : 0;
    }
  }
}
