package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import java.util.Optional;

/**
 * Tells ink from paper: paper, with its noise, becomes black, full ink white, and edges keep what
 * lies between. A picture without ink ends here, as a blank one.
 */
enum FindInk implements Step {
  /** Along the rim is paper. */
  PAPER_AT_RIM,

  /** Along the rim is paper or a frame. */
  FRAME_AT_RIM;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    Optional<InkLevels> levels =
        this == PAPER_AT_RIM ? InkLevels.of(image) : InkLevels.withinRim(image);
    return levels.isEmpty() ? draft.blank() : draft.with("ink", levels.get().ink(image));
  }
}
