package io.github.emnist.examples.cli;

import io.github.emnist.train.history.TrainingHistory.EpochRecord;
import io.github.emnist.train.history.TrainingListener;
import io.github.emnist.train.history.TrainingListener.StepReport;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Pauses a run on SIGINT (Ctrl-C) or SIGTERM: the process ends only after the current step and a
 * checkpoint.
 */
final class PauseOnSignal implements TrainingListener, AutoCloseable {
  private static final long PATIENCE_SECONDS = 120; // a step and a checkpoint on a slow disk

  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::pauseAndWait, "emnist-pause");
  private volatile boolean asked;

  PauseOnSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void pauseAndWait() {
    asked = true;
    try {
      closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Decision stepEnded(StepReport report) {
    return asked ? Decision.PAUSE : Decision.CONTINUE;
  }

  @Override
  public Decision epochEnded(EpochRecord epoch) {
    return asked ? Decision.PAUSE : Decision.CONTINUE;
  }

  /** Returns whether there was a signal. */
  boolean isAsked() {
    return asked;
  }

  /** Lets the process end, after all output. */
  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is ending
    }
  }
}
