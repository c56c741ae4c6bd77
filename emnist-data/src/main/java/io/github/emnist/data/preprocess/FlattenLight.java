package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.BoxReduction;
import java.util.Optional;

/**
 * Takes shadows, gradients and vignettes off the paper: the paper's brightness is estimated all
 * over the picture, and each pixel is compared with the paper where it lies. Where the paper is
 * even already, the picture stays as it is.
 */
enum FlattenLight implements Step {
  /** Where the paper is visibly uneven, and not only covered by the character. */
  UNEVEN(10, 8),

  /** Wherever it varies at all. */
  ALWAYS(1, 255);

  /** Light changes slowly: a picture of this size shows it. */
  private static final int OVERVIEW_SIDE = 64;

  /** Smaller pictures have no room for paper between the strokes and the light's changes. */
  private static final int MIN_SIDE = 16;

  /** Under uneven light, fainter ink cannot be told from what brightened shadows hold of noise. */
  private static final int SURE_CONTRAST = 48;

  private final int minLevels;
  private final int contrastPart;

  /**
   * Creates the step.
   *
   * @param minLevels paper is even where its levels differ by no more than this
   * @param contrastPart or by no more than this part of the picture's contrast
   */
  FlattenLight(int minLevels, int contrastPart) {
    this.minLevels = minLevels;
    this.contrastPart = contrastPart;
  }

  @Override
  public Draft apply(Draft draft) {
    GrayImage overview = BoxReduction.toFit(draft.image(), OVERVIEW_SIDE);
    if (Math.min(overview.width(), overview.height()) < MIN_SIDE) {
      return draft;
    }
    Optional<InkLevels> levels = InkLevels.withinRim(overview);
    boolean darkInk = levels.isEmpty() || levels.get().darkInk();
    int limit = Math.max(minLevels, contrast(overview) / contrastPart);
    PaperField paper = PaperField.of(overview, darkInk);
    if (paper.range() <= limit) {
      return draft;
    }
    if (this == UNEVEN && TwoLevels.matches(overview, darkInk)) {
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
    return paper.range() > UNEVEN.minLevels && !isSureInk(flat)
        ? draft.blank()
        : draft.with("light", flat);
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
