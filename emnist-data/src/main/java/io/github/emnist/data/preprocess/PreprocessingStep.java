package io.github.emnist.data.preprocess;

import io.github.emnist.data.GrayImage;
import java.util.Objects;

/**
 * What a picture was after one step of its preprocessing, so that a user sees what the model saw.
 *
 * @param name what was done, in a word or two, for example {@code "specks"}
 * @param image what came of it, of any size
 */
public record PreprocessingStep(String name, GrayImage image) {

  /**
   * Checks that both are there.
   *
   * @param name what was done
   * @param image what came of it
   * @throws NullPointerException if one is null
   */
  public PreprocessingStep {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(image, "image");
  }
}
