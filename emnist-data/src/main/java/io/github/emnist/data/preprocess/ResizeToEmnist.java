package io.github.emnist.data.preprocess;

import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.Resampling;

/** Resamples the whole picture to the size of EMNIST's images, whatever its shape. */
enum ResizeToEmnist implements Step {
  INSTANCE;

  @Override
  public Draft apply(Draft draft) {
    int side = EmnistConversion.SIDE;
    return draft.finish("size", Resampling.resize(draft.image(), side, side));
  }
}
