package io.github.emnist.model;

import io.github.emnist.model.internal.InferenceNetwork;

/** Reports the runs of a network. */
final class ObservedRuns extends DecoratedNetwork {
  private final PredictionObserver observer;

  ObservedRuns(InferenceNetwork network, PredictionObserver observer) {
    super(network);
    this.observer = observer;
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    float[] probabilities = network.probabilities(images, count);
    if (count > 0) {
      observer.batchRun(count);
    }
    return probabilities;
  }
}
