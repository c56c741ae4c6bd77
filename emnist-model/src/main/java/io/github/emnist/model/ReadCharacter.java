package io.github.emnist.model;

import io.github.emnist.data.preprocess.CharacterSegmenter.CharacterRegion;
import java.util.Locale;
import java.util.Objects;

/**
 * A character that was read from a line, and where it stands. Immutable.
 *
 * @param region its box, in pixels of the picture, its row and its place in it, and what was cut
 *     out
 * @param prediction what the model says of it alone
 * @param inContext what it is among its neighbours, who decide between look-alikes; the same as
 *     {@code prediction} where the context was not asked for or says nothing
 */
public record ReadCharacter(CharacterRegion region, Prediction prediction, Prediction inContext) {
  /** What stands in a text for a character without ink, as U+FFFD does for what is unknown. */
  private static final String UNREADABLE = "\uFFFD";

  /**
   * Creates a character.
   *
   * @param region where it stands
   * @param prediction what the model says of it alone
   * @param inContext what it is among its neighbours
   */
  public ReadCharacter {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(inContext, "inContext");
  }

  /**
   * Returns what it reads as among its neighbours.
   *
   * @return the label of {@link #inContext()}; U+FFFD where preprocessing left no ink of it
   */
  public String label() {
    return inContext.blank() ? UNREADABLE : inContext.label();
  }

  /**
   * Returns how probable that is.
   *
   * @return in [0, 1]; 0 where preprocessing left no ink of it
   */
  public float probability() {
    return inContext.probability();
  }

  /** For example {@code A 0.9812 at 20,30 40x60}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s %.4f at %d,%d %dx%d",
        label(),
        probability(),
        region.x(),
        region.y(),
        region.width(),
        region.height());
  }
}
