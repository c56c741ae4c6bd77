package io.github.emnist.train.checkpoint;

import io.github.emnist.train.config.TrainingConfig;
import java.util.Optional;

/**
 * The settings of a run as a checkpoint keeps them. Immutable.
 *
 * @param text every setting, for people and to be compared
 * @param json as {@link TrainingConfig#toJson()}; empty where they hold a transform of the user's
 *     own, which cannot be read back
 */
public record RunSettings(String text, Optional<String> json) {
  /**
   * What is kept of settings.
   *
   * @param config the settings
   * @return their text, and their JSON where there is one
   */
  public static RunSettings of(TrainingConfig config) {
    return new RunSettings(config.toString(), json(config));
  }

  private static Optional<String> json(TrainingConfig config) {
    try {
      return Optional.of(config.toJson());
    } catch (IllegalStateException e) { // says that a transform has no JSON
      return Optional.empty();
    }
  }
}
