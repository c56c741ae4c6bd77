package io.github.emnist.data.preprocess;

import io.github.emnist.data.image.EmnistConversion;

/** EMNIST's own conversion: blurs, crops, centres and resamples. */
enum ConvertToEmnist implements Step {
  INSTANCE;

  @Override
  public Draft apply(Draft draft) {
    return draft.finish("emnist", new EmnistConversion().convert(draft.image()));
  }
}
