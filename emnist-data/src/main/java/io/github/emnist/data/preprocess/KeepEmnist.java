package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistLayout;
import java.util.Optional;

/** Lets a picture that has EMNIST's layout already through as it is, white on black. */
enum KeepEmnist implements Step {
  INSTANCE;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    if (!EmnistLayout.hasSize(image)) {
      return draft;
    }
    Optional<InkLevels> levels = InkLevels.of(image);
    if (levels.isEmpty()) {
      return draft;
    }
    GrayImage whiteOnBlack = levels.get().whiteOnBlack(image);
    return EmnistLayout.matches(whiteOnBlack) ? draft.finish("inverted", whiteOnBlack) : draft;
  }
}
