package io.github.emnist.examples.cli;

import io.github.emnist.model.architecture.CnnArchitecture;
import java.util.function.IntFunction;

/** The networks that {@code --architecture} names. */
enum Architecture {
  EMNIST_CNN("emnist-cnn", CnnArchitecture::emnistCnn),
  SMALL("small", CnnArchitecture::small),
  LARGE("large", CnnArchitecture::large),
  FAST("fast", CnnArchitecture::fast),
  BEST("best", CnnArchitecture::best);

  private final String id;
  private final IntFunction<CnnArchitecture> network;

  Architecture(String id, IntFunction<CnnArchitecture> network) {
    this.id = id;
    this.network = network;
  }

  CnnArchitecture network(int classes) {
    return network.apply(classes);
  }

  @Override
  public String toString() {
    return id;
  }
}
