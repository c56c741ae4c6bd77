package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/**
 * What is ink in a picture and what is paper, at the picture's own size: the first steps of {@link
 * CharacterPreprocessor}, for pictures that hold more than one character.
 */
public final class InkPicture {
  private static final List<Step> STEPS =
      List.of(RemoveImpulses.INSTANCE, FlattenTextLight.INSTANCE, FindInk.PAPER_AT_RIM);

  private InkPicture() {}

  /**
   * Turns colours into brightness.
   *
   * @param picture of any size and type
   * @return its luma (ITU-R BT.601), or its colours' differences where brightness shows none;
   *     transparent parts become a background against which the rest shows
   */
  public static GrayImage luma(BufferedImage picture) {
    return Luma.of(picture);
  }

  /**
   * Tells ink from paper: removes salt-and-pepper noise, evens out the light where it is visibly
   * uneven, and finds the levels of both.
   *
   * @param luma of any size, dark ink on light paper or light on dark
   * @return paper, with its noise, at 0, full ink at 255, soft edges between them; empty where the
   *     picture is blank
   */
  public static Optional<GrayImage> of(GrayImage luma) {
    Draft draft = Draft.of(luma);
    for (Step step : STEPS) {
      draft = step.apply(draft);
    }
    return draft.finished() ? Optional.empty() : Optional.of(draft.image());
  }
}
