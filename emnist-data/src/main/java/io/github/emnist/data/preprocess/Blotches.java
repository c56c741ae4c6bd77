package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.Histograms;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Runs.Piece;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Separates the blotches of mottled paper from ink: they contrast with the paper around them hardly
 * more than that paper varies, and much less than the picture's ink. Faint ink, such as pencil
 * beside print, contrasts with even paper.
 *
 * @param luma the picture
 * @param ink its ink
 */
record Blotches(byte[] luma, byte[] ink, int width, int height) {
  /** The largest contrast of a blotch, relative to the picture's strongest ink. */
  private static final double FAINT = 0.6;

  /** The largest contrast of a blotch, in standard deviations of the paper around it. */
  private static final double DEVIATIONS = 4.5;

  /** Smaller pieces, relative to the largest piece's area, do not determine the ink's strength. */
  private static final double LEAST_AREA = 0.05;

  /** About how many pixels around a piece are sampled. */
  private static final int SAMPLES = 4096;

  /** The width of the surroundings relative to a piece's longer side. */
  private static final double AROUND = 0.3;

  /** The least width of the surroundings, in pixels. */
  private static final int LEAST_AROUND = 8;

  /** The quantile of Gaussian noise one standard deviation below the median. */
  private static final double ONE_DEVIATION = 0.16;

  /** Returns the pieces that are not blotches. */
  List<Piece> remove(List<Piece> pieces, Runs runs) {
    double[] levels = runs.means(luma, width);
    Surroundings[] around = new Surroundings[pieces.size()];
    double largest = pieces.stream().mapToInt(Piece::area).max().orElse(0);
    double strongest = 0;
    for (int i = 0; i < around.length; i++) {
      Piece piece = pieces.get(i);
      around[i] = surroundings(piece.box(), levels[piece.id()]);
      if (piece.area() >= LEAST_AREA * largest) {
        strongest = Math.max(strongest, around[i].contrast());
      }
    }
    double faint = FAINT * strongest;
    return IntStream.range(0, around.length)
        .filter(i -> around[i].contrast() >= Math.min(faint, DEVIATIONS * around[i].deviation()))
        .mapToObj(pieces::get)
        .toList();
  }

  /** A piece's contrast to the median of the paper around it, and that paper's deviation. */
  private record Surroundings(double contrast, double deviation) {}

  private Surroundings surroundings(PixelBox box, double level) {
    int reach = Math.max(LEAST_AROUND, (int) (AROUND * box.longer()));
    int left = Math.max(0, box.left() - reach);
    int right = Math.min(width, box.right() + reach);
    int top = Math.max(0, box.top() - reach);
    int bottom = Math.min(height, box.bottom() + reach);
    int step = 1 + (int) Math.sqrt((double) (right - left) * (bottom - top) / SAMPLES);
    long[] histogram = new long[256];
    int count = 0;
    for (int y = top; y < bottom; y += step) {
      for (int x = left; x < right; x += step) {
        int pixel = y * width + x;
        if ((ink[pixel] & 0xFF) < CharacterSegmenter.EDGE) {
          histogram[luma[pixel] & 0xFF]++;
          count++;
        }
      }
    }
    if (count == 0) {
      return new Surroundings(255, 0);
    }
    int median = Histograms.quantile(histogram, 0, 255, 0.5 * count);
    boolean dark = level < median;
    // The side away from the ink has no soft edges.
    int other =
        Histograms.quantile(histogram, 0, 255, (dark ? 1 - ONE_DEVIATION : ONE_DEVIATION) * count);
    return new Surroundings(Math.abs(level - median), Math.abs(other - median));
  }
}
