package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.EmnistLayout;
import io.github.emnist.data.internal.image.Resampling;
import io.github.emnist.data.preprocess.CharacterPreprocessor.PreprocessingStep;
import java.util.Optional;

/** A step of a preprocessing: pure, immutable and thread-safe. */
interface Step {

  /** Applies the step; returns {@code draft} itself if there is nothing to do. */
  Draft apply(Draft draft);

  /**
   * A picture between steps.
   *
   * @param step the name of the last step
   * @param image the picture
   * @param finished whether it is the result, so that the remaining steps do not apply
   * @param pieces of the picture's clear ink, from {@link #CLEAR} on, or null if unknown
   * @param scanInk the character's size in NIST's scans, see {@link EmnistConversion}
   */
  record Draft(String step, GrayImage image, boolean finished, Components pieces, double scanInk) {
    /** The least level of clear ink: fainter ink is stains, shadows and the edges of strokes. */
    static final int CLEAR = 64;

    private static final GrayImage BLANK =
        GrayImage.of(
            EmnistConversion.SIDE,
            EmnistConversion.SIDE,
            new byte[EmnistConversion.SIDE * EmnistConversion.SIDE]);

    /** Returns the initial draft of a picture. */
    static Draft of(GrayImage luma) {
      return new Draft("grey", luma, false, null, EmnistConversion.SCAN_INK);
    }

    /** Returns the result of a step; this draft if the picture is the same object. */
    Draft with(String step, GrayImage changed) {
      return changed == image ? this : new Draft(step, changed, false, null, scanInk);
    }

    /** Returns this draft with a known size in NIST's scans. */
    Draft ofScanInk(double scanInk) {
      return new Draft(step, image, finished, pieces, scanInk);
    }

    /** Returns this draft with the pieces of its clear ink. */
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

    /** Returns the final result. */
    Draft finish(String step, GrayImage result) {
      return new Draft(result == image ? this.step : step, result, true, null, scanInk);
    }

    /** Returns the final result for a picture without ink. */
    Draft blank() {
      return finish("blank", BLANK);
    }

    PreprocessingStep toStep() {
      return new PreprocessingStep(step, image);
    }
  }

  /** Applies EMNIST's own conversion: blurs, crops, centres and resamples. */
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

  /** Passes a picture that already has EMNIST's layout, white on black. */
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

  /**
   * Separates ink from paper: paper, with its noise, becomes black, full ink white, edges stay
   * grey. A picture without ink is finished as blank.
   */
  enum FindInk implements Step {
    /** For pictures with paper along the rim. */
    PAPER_AT_RIM,

    /** For pictures with paper or a frame along the rim. */
    FRAME_AT_RIM;

    @Override
    public Draft apply(Draft draft) {
      GrayImage image = draft.image();
      Optional<InkLevels> levels =
          this == PAPER_AT_RIM ? InkLevels.of(image) : InkLevels.withinRim(image);
      return levels.isEmpty() ? draft.blank() : draft.with("ink", levels.get().ink(image));
    }
  }

  /** Resamples the whole picture, of any shape, to the size of EMNIST's images. */
  enum ResizeToEmnist implements Step {
    INSTANCE;

    @Override
    public Draft apply(Draft draft) {
      int side = EmnistConversion.SIDE;
      return draft.finish("size", Resampling.resize(draft.image(), side, side));
    }
  }
}
