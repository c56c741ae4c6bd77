package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.BoxReduction;
import java.util.Optional;

/**
 * Takes shadows, gradients and vignettes off the paper: the paper's brightness is estimated all
 * over the picture, and each pixel is compared with the paper where it lies. Where the paper is
 * even already, the picture stays as it is.
 */
enum FlattenLight implements Step {
  INSTANCE;

  /** Light changes slowly: a picture of this size shows it. */
  private static final int OVERVIEW_SIDE = 64;

  /** Smaller pictures have no room for paper between the strokes and the light's changes. */
  private static final int MIN_SIDE = 16;

  /** Under uneven light, fainter ink cannot be told from what brightened shadows hold of noise. */
  private static final int SURE_CONTRAST = 48;

  /** Paper is even where its levels differ by no more than this. */
  private static final int EVEN_LEVELS = 10;

  /** Or by no more than this part of the picture's contrast. */
  private static final int EVEN_PART = 8;

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
    int limit = Math.max(EVEN_LEVELS, contrast(overview) / EVEN_PART);
    PaperField paper = PaperField.of(overview, darkInk);
    if (paper.range() <= limit) {
      return draft;
    }
    // The levels of the whole picture are no guide to what is paper where the light is uneven.
    int votes = LocalContrast.darkMinusLight(overview);
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

  private static int contrast(GrayImage image) {
    int min = 255;
    int max = 0;
    for (byte pixel : image.toBytes()) {
      min = Math.min(min, pixel & 0xFF);
      max = Math.max(max, pixel & 0xFF);
    }
    return max - min;
  }
}
