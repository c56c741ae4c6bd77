package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Arrays;

/**
 * Removes shadows and gradients from the paper of a text, as {@link FlattenLight} does for a single
 * character. A text's strokes are thin and vanish when the picture is reduced by averaging, so the
 * pixels of each tile are averaged separately above and below its mean.
 */
enum FlattenTextLight implements Step {
  INSTANCE;

  /** The approximate number of tiles along the shorter side. */
  private static final int TILES = 40;

  /** The factor of tiles that contain strokes with the paper on both sides. */
  private static final int LARGE = 4;

  /** In smaller tiles, in pixels, ink and paper are not side by side. */
  private static final int MIN_TILE = 3;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    int side = Math.min(image.width(), image.height()) / TILES;
    if (side < MIN_TILE) {
      return draft;
    }
    Tiles tiles = Tiles.of(image, side);
    int limit = Math.max(FlattenLight.EVEN_LEVELS, tiles.contrast() / FlattenLight.EVEN_PART);
    boolean darkInk = InkLevels.of(image).map(InkLevels::darkInk).orElse(true);
    PaperField paper = PaperField.of(tiles.paper(darkInk), darkInk);
    if (paper.range() <= limit) {
      return draft;
    }
    // Under uneven light, the levels of the whole picture do not tell what is paper.
    if (Tiles.of(image, LARGE * side).hasDarkInk(limit, darkInk) != darkInk) {
      paper = PaperField.of(tiles.paper(!darkInk), !darkInk);
    }
    return paper.range() <= limit ? draft : draft.with("light", paper.flatten(image, side));
  }

  /**
   * The tiles of a picture.
   *
   * @param means the mean of each tile
   * @param light the mean of its pixels no darker than that
   * @param dark the mean of its darker pixels
   */
  private record Tiles(int columns, int[] means, int[] light, int[] dark) {
    static Tiles of(GrayImage image, int side) {
      int width = image.width();
      int columns = (width - 1) / side + 1;
      int tiles = columns * ((image.height() - 1) / side + 1);
      byte[] pixels = image.toBytes();
      long[] sums = new long[tiles];
      int[] counts = new int[tiles];
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < width; x++) {
          int tile = y / side * columns + x / side;
          sums[tile] += pixels[y * width + x] & 0xFF;
          counts[tile]++;
        }
      }
      int[] means = quotients(sums, counts);
      long[] lightSums = new long[tiles];
      int[] lightCounts = new int[tiles];
      long[] darkSums = new long[tiles];
      int[] darkCounts = new int[tiles];
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < width; x++) {
          int tile = y / side * columns + x / side;
          int level = pixels[y * width + x] & 0xFF;
          boolean isLight = level >= means[tile];
          (isLight ? lightSums : darkSums)[tile] += level;
          (isLight ? lightCounts : darkCounts)[tile]++;
        }
      }
      for (int tile = 0; tile < tiles; tile++) {
        if (darkCounts[tile] == 0) {
          darkSums[tile] = means[tile];
          darkCounts[tile] = 1;
        }
      }
      return new Tiles(
          columns, means, quotients(lightSums, lightCounts), quotients(darkSums, darkCounts));
    }

    private static int[] quotients(long[] sums, int[] counts) {
      int[] quotients = new int[sums.length];
      Arrays.setAll(quotients, i -> (int) (sums[i] / counts[i]));
      return quotients;
    }

    int contrast() {
      return Arrays.stream(light).max().orElseThrow() - Arrays.stream(dark).min().orElseThrow();
    }

    /**
     * Tells whether ink is dark: tiles are mostly paper, so their mean is nearer to it than to ink.
     *
     * @param spread the least range of a tile that has both
     * @param otherwise the result if no tile has both
     */
    boolean hasDarkInk(int spread, boolean otherwise) {
      long difference = 0;
      for (int i = 0; i < means.length; i++) {
        difference += light[i] - dark[i] > spread ? light[i] + dark[i] - 2 * means[i] : 0;
      }
      return difference == 0 ? otherwise : difference < 0;
    }

    GrayImage paper(boolean darkInk) {
      int[] levels = darkInk ? light : dark;
      byte[] pixels = new byte[levels.length];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) levels[i];
      }
      return GrayImage.of(columns, pixels.length / columns, pixels);
    }
  }
}
