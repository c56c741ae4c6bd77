package io.github.emnist.model;

import io.github.emnist.model.PredictionObserver.Rejection;
import io.github.emnist.model.internal.InferenceNetwork;
import java.util.concurrent.locks.Lock;
import java.util.function.LongSupplier;

/** Reports the calls of a network, which micro-batching may answer together. */
final class ObservedCalls extends DecoratedNetwork {
  private final PredictionObserver observer;
  private final LongSupplier nanoTime;

  ObservedCalls(InferenceNetwork network, PredictionObserver observer, LongSupplier nanoTime) {
    super(network);
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  @Override
  public float[] probabilities(byte[] images, int count) {
    long start = nanoTime.getAsLong();
    float[] probabilities = answered(images, count);
    if (count > 0) {
      observer.predicted(count, nanoTime.getAsLong() - start);
    }
    return probabilities;
  }

  /** Holds the network first, so that whatever fails then is not for being closed. */
  private float[] answered(byte[] images, int count) {
    Lock held = hold();
    try {
      return network.probabilities(images, count);
    } catch (RuntimeException | Error e) {
      observer.rejected(Rejection.FAILED);
      throw e;
    } finally {
      held.unlock();
    }
  }

  @Override
  public Lock hold() {
    try {
      return network.hold();
    } catch (IllegalStateException e) {
      observer.rejected(Rejection.CLOSED);
      throw e;
    }
  }
}
