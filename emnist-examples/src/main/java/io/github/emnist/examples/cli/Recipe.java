package io.github.emnist.examples.cli;

import io.github.emnist.train.config.TrainingConfig;

/** The settings that {@code --recipe} names. */
enum Recipe {
  FAST("fast", TrainingConfig.fast(), Architecture.FAST),
  STANDARD("standard", TrainingConfig.standard(), Architecture.EMNIST_CNN),
  BEST("best", TrainingConfig.best(), Architecture.BEST);

  private final String id;
  private final TrainingConfig config;
  private final Architecture architecture;

  Recipe(String id, TrainingConfig config, Architecture architecture) {
    this.id = id;
    this.config = config;
    this.architecture = architecture;
  }

  TrainingConfig config() {
    return config;
  }

  /** Returns the network that the settings were chosen for. */
  Architecture architecture() {
    return architecture;
  }

  @Override
  public String toString() {
    return id;
  }
}
