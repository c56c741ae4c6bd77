package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistConversion;

/** EMNIST's own conversion: blurs, crops, centres and resamples. */
enum ConvertToEmnist implements Step {
  INSTANCE;

  @Override
  public Draft apply(Draft draft) {
    GrayImage ink = draft.image();
    int side = EmnistConversion.SIDE;
    byte[] target = new byte[side * side];
    new EmnistConversion()
        .convert(ink.toBytes(), ink.width(), ink.height(), draft.scanInk(), target, 0);
    return draft.finish("emnist", GrayImage.of(side, side, target));
  }
}
