package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.EmnistConversion;
import io.github.emnist.data.internal.image.EmnistLayout;
import io.github.emnist.data.internal.image.Resampling;
import io.github.emnist.data.preprocess.CharacterPreprocessor.PreprocessingStep;
import java.util.Optional;

/** One step of a preprocessing: pure, immutable and thread-safe. */
interface Step {

  /** Does it; returns {@code draft} itself where there is nothing to do. */
  Draft apply(Draft draft);

  /**
   * What a picture has become.
   *
   * @param step the name of the step that made it
   * @param image the picture
   * @param finished whether it is the result, so that the steps that are left do not apply
   * @param pieces of the picture's clear ink, {@link #CLEAR} and more, or null where no step has
   *     looked for them
   * @param scanInk how large the character would be in NIST's scans, as {@link EmnistConversion}
   *     asks
   */
  record Draft(String step, GrayImage image, boolean finished, Components pieces, double scanInk) {
    /** What clear ink has at least: fainter ink is stains, shadows and the edges of strokes. */
    static final int CLEAR = 64;

    private static final GrayImage BLANK =
        GrayImage.of(
            EmnistConversion.SIDE,
            EmnistConversion.SIDE,
            new byte[EmnistConversion.SIDE * EmnistConversion.SIDE]);

    /** Returns what a picture begins as. */
    static Draft of(GrayImage luma) {
      return new Draft("grey", luma, false, null, EmnistConversion.SCAN_INK);
    }

    /** Returns what a step has made of this; this itself where the picture is the same object. */
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

    /** Returns the result. */
    Draft finish(String step, GrayImage result) {
      return new Draft(result == image ? this.step : step, result, true, null, scanInk);
    }

    /** Returns the result of a picture that shows nothing. */
    Draft blank() {
      return finish("blank", BLANK);
    }

    PreprocessingStep toStep() {
      return new PreprocessingStep(step, image);
    }
  }

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

  /** Resamples the whole picture to the size of EMNIST's images, whatever its shape. */
  enum ResizeToEmnist implements Step {
    INSTANCE;

    @Override
    public Draft apply(Draft draft) {
      int side = EmnistConversion.SIDE;
      return draft.finish("size", Resampling.resize(draft.image(), side, side));
    }
  }
}
