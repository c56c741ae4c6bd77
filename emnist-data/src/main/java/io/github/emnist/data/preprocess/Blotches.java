package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.Histograms;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.Runs.Piece;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tells the blotches of mottled paper from ink: they stand out from the paper around them hardly
 * more than the paper does from itself, and much less than the ink of the picture does. Faint ink,
 * a pencil's beside print, stands out from even paper. Not changed once it is made.
 */
final class Blotches {
  /** A blotch has less than this part of the contrast of the picture's strongest ink. */
  private static final double FAINT = 0.6;

  /** And less contrast than so many standard deviations of the paper around it. */
  private static final double DEVIATIONS = 4.5;

  /** Pieces of less than this part of the largest piece's area do not say how strong ink is. */
  private static final double LEAST_AREA = 0.05;

  /** So many pixels around a piece, or few more, tell what the paper is like. */
  private static final int SAMPLES = 4096;

  /** How far around a piece, as a part of its longer side, and in pixels at least. */
  private static final double AROUND = 0.3;

  private static final int LEAST_AROUND = 8;

  /** One standard deviation of Gaussian noise from its median lies this part of the values. */
  private static final double ONE_DEVIATION = 0.16;

  private final byte[] luma;
  private final byte[] ink;
  private final int width;
  private final int height;

  /** Takes the arrays over, both of the same picture: as it was, and its ink. */
  Blotches(byte[] luma, byte[] ink, int width, int height) {
    this.luma = luma;
    this.ink = ink;
    this.width = width;
    this.height = height;
  }

  /** Returns the pieces without those that are blotches. */
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

  /**
   * How a piece stands out, in grey levels.
   *
   * @param contrast to the median of the paper around it
   * @param deviation of that paper
   */
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
    // On the side away from the ink are no soft edges.
    int other =
        Histograms.quantile(histogram, 0, 255, (dark ? 1 - ONE_DEVIATION : ONE_DEVIATION) * count);
    return new Surroundings(Math.abs(level - median), Math.abs(other - median));
  }
}
