package io.github.emnist.model;

import io.github.emnist.model.internal.InferenceNetwork;
import java.util.concurrent.locks.Lock;

/** A network that asks another one, and lives as long. */
abstract class DecoratedNetwork implements InferenceNetwork {
  final InferenceNetwork network;

  DecoratedNetwork(InferenceNetwork network) {
    this.network = network;
  }

  @Override
  public Lock hold() {
    return network.hold();
  }

  @Override
  public void close() {
    network.close();
  }
}
