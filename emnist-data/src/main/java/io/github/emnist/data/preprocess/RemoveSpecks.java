package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.SpeckFilter;
import java.util.Arrays;

/** Removes pieces of ink that hold next to nothing of what the largest piece holds. */
enum RemoveSpecks implements Step {
  INSTANCE;

  @Override
  public Draft apply(Draft draft) {
    GrayImage image = draft.image();
    byte[] before = image.toBytes();
    byte[] ink = before.clone();
    SpeckFilter.removeSpecks(ink, image.width(), image.height());
    return Arrays.equals(before, ink)
        ? draft
        : draft.with("specks", GrayImage.of(image.width(), image.height(), ink));
  }
}
