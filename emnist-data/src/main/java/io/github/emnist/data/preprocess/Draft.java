package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Components;
import io.github.emnist.data.internal.image.EmnistConversion;

/**
 * What a picture has become.
 *
 * @param step the name of the step that made it
 * @param image the picture
 * @param finished whether it is the result, so that the steps that are left do not apply
 * @param pieces of the picture's clear ink, {@link #CLEAR} and more, or null where no step has
 *     looked for them
 * @param scanInk how large the character would be in NIST's scans, as {@link EmnistConversion} asks
 */
record Draft(String step, GrayImage image, boolean finished, Components pieces, double scanInk) {
  /** What clear ink has at least: fainter ink is stains, shadows and the edges of strokes. */
  static final int CLEAR = 64;

  private static final GrayImage BLANK =
      GrayImage.of(
          EmnistConversion.SIDE,
          EmnistConversion.SIDE,
          new byte[EmnistConversion.SIDE * EmnistConversion.SIDE]);

  /** What a picture begins as. */
  static Draft of(GrayImage luma) {
    return new Draft("grey", luma, false, null, EmnistConversion.SCAN_INK);
  }

  /** What a step has made of this; this itself where the picture is the same object. */
  Draft with(String step, GrayImage changed) {
    return changed == image ? this : new Draft(step, changed, false, null, scanInk);
  }

  /** This, of a character whose size in NIST's scans is known. */
  Draft ofScanInk(double scanInk) {
    return new Draft(step, image, finished, pieces, scanInk);
  }

  /** This, with the pieces of its clear ink, which are found once. */
  Draft withPieces() {
    return pieces != null
        ? this
        : new Draft(
            step,
            image,
            finished,
            Components.of(image.toBytes(), image.width(), image.height(), CLEAR),
            scanInk);
  }

  /** The result. */
  Draft finish(String step, GrayImage result) {
    return new Draft(result == image ? this.step : step, result, true, null, scanInk);
  }

  /** The result of a picture that shows nothing. */
  Draft blank() {
    return finish("blank", BLANK);
  }

  PreprocessingStep toStep() {
    return new PreprocessingStep(step, image);
  }
}
