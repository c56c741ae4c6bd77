package io.github.emnist.model;

import io.github.emnist.data.preprocess.segment.CharacterRegion;
import java.util.Locale;
import java.util.Objects;

/**
 * A character that was read from a line, and where it stands. Immutable.
 *
 * @param region its box, in pixels of the picture, its row and its place in it, and what was cut
 *     out
 * @param prediction what the model says of it
 */
public record ReadCharacter(CharacterRegion region, Prediction prediction) {
  /** What stands in a text for a character without ink, as U+FFFD does for what is unknown. */
  private static final String UNREADABLE = "\uFFFD";

  /**
   * Creates a character.
   *
   * @param region where it stands
   * @param prediction what the model says of it
   */
  public ReadCharacter {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(prediction, "prediction");
  }

  /**
   * What it reads as.
   *
   * @return the prediction's label; U+FFFD where preprocessing left no ink of it
   */
  public String label() {
    return prediction.blank() ? UNREADABLE : prediction.label();
  }

  /** For example {@code A 0.9812 at 20,30 40x60}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s at %d,%d %dx%d",
        prediction.top(1).get(0),
        region.x(),
        region.y(),
        region.width(),
        region.height());
  }
}
