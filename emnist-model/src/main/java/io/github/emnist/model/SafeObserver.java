package io.github.emnist.model;

import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes everything on to an observer that may fail. */
final class SafeObserver implements PredictionObserver {
  private final PredictionObserver observer;
  private final AtomicBoolean failed = new AtomicBoolean();

  private SafeObserver(PredictionObserver observer) {
    this.observer = observer;
  }

  static PredictionObserver of(PredictionObserver observer) {
    return observer == PredictionObserver.NONE ? observer : new SafeObserver(observer);
  }

  @Override
  public void predicted(int images, long nanoseconds) {
    tell(() -> observer.predicted(images, nanoseconds));
  }

  @Override
  public void batchRun(int images) {
    tell(() -> observer.batchRun(images));
  }

  @Override
  public void rejected(Rejection reason) {
    tell(() -> observer.rejected(reason));
  }

  /**
   * Errors too: a metrics library of the wrong version throws them, and no prediction is worth it.
   */
  private void tell(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException | Error e) {
      if (failed.compareAndSet(false, true)) {
        System.getLogger(SafeObserver.class.getPackageName())
            .log(Level.WARNING, "the prediction observer failed; predictions go on", e);
      }
    }
  }
}
