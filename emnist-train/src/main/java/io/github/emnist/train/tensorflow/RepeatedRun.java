package io.github.emnist.train.tensorflow;

import java.util.function.Consumer;
import org.tensorflow.Session;

/**
 * A run of the same graph parts over and over: its feeds and fetches are listed once, and again
 * only when the number of rows changes, since that is when a {@link FedTensor} is another tensor.
 */
final class RepeatedRun {
  private final Session session;
  private final Consumer<Session.Runner> parts;
  private int rows;
  private Session.Runner runner;

  /**
   * Lists nothing yet.
   *
   * @param parts adds feeds, fetches and targets
   */
  RepeatedRun(Session session, Consumer<Session.Runner> parts) {
    this.session = session;
    this.parts = parts;
  }

  /** The run for so many rows, whose tensors have been written. */
  Session.Runner of(int count) {
    if (runner == null || rows != count) {
      runner = session.runner();
      parts.accept(runner);
      rows = count;
    }
    return runner;
  }
}
