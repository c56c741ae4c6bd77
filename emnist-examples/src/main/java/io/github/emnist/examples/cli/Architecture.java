package io.github.emnist.examples.cli;

import io.github.emnist.model.architecture.CnnArchitecture;

/** The networks that {@code --architecture} names. */
enum Architecture {
  EMNIST_CNN("emnist-cnn");

  private final String id;

  Architecture(String id) {
    this.id = id;
  }

  CnnArchitecture network(int classes) {
    return CnnArchitecture.emnistCnn(classes);
  }

  /** What the user types. */
  @Override
  public String toString() {
    return id;
  }
}
