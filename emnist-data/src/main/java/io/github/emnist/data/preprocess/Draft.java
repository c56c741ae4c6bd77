package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.image.EmnistConversion;

/**
 * What a picture has become.
 *
 * @param step the name of the step that made it
 * @param image the picture
 * @param finished whether it is the result, so that the steps that are left do not apply
 */
record Draft(String step, GrayImage image, boolean finished) {
  private static final GrayImage BLANK =
      GrayImage.of(
          EmnistConversion.SIDE,
          EmnistConversion.SIDE,
          new byte[EmnistConversion.SIDE * EmnistConversion.SIDE]);

  /** What a picture begins as. */
  static Draft of(GrayImage luma) {
    return new Draft("grey", luma, false);
  }

  /** What a step has made of this; this itself where the picture is the same object. */
  Draft with(String step, GrayImage changed) {
    return changed == image ? this : new Draft(step, changed, false);
  }

  /** The result. */
  Draft finish(String step, GrayImage result) {
    return new Draft(result == image ? this.step : step, result, true);
  }

  /** The result of a picture that shows nothing. */
  Draft blank() {
    return finish("blank", BLANK);
  }

  PreprocessingStep toStep() {
    return new PreprocessingStep(step, image);
  }
}
