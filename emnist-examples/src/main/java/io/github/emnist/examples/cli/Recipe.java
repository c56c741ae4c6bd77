package io.github.emnist.examples.cli;

import io.github.emnist.train.config.TrainingConfig;

/** The settings that {@code --recipe} names. */
enum Recipe {
  STANDARD("standard", TrainingConfig.standard());

  private final String id;
  private final TrainingConfig config;

  Recipe(String id, TrainingConfig config) {
    this.id = id;
    this.config = config;
  }

  TrainingConfig config() {
    return config;
  }

  /** What the user types. */
  @Override
  public String toString() {
    return id;
  }
}
