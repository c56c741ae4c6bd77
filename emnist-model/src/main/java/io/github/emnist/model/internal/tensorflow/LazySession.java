package io.github.emnist.model.internal.tensorflow;

import java.util.function.Function;
import org.tensorflow.Graph;
import org.tensorflow.Session;

/** A session that is opened when it is first needed. Thread-safe. */
final class LazySession implements AutoCloseable {
  private final Graph graph;
  private final RuntimeOptions options;
  private volatile Session session;
  private volatile boolean used;

  /**
   * Opens nothing yet.
   *
   * @param graph complete, and open for as long as this is
   */
  LazySession(Graph graph, RuntimeOptions options) {
    this.graph = graph;
    this.options = options;
  }

  /**
   * Uses the session, the first time without what it prints; not to be used once this is closed.
   */
  <T> T use(Function<Session, T> use) {
    if (used) {
      return use.apply(get());
    }
    T answer = TensorFlowRuntime.quietly(() -> use.apply(get()));
    used = true;
    return answer;
  }

  private Session get() {
    Session opened = session;
    return opened != null ? opened : open();
  }

  private synchronized Session open() {
    if (session == null) {
      session = TensorFlowRuntime.open(graph, options);
    }
    return session;
  }

  /** Closes the session if there is one; nothing may be running. */
  @Override
  public synchronized void close() {
    if (session != null) {
      session.close();
    }
  }
}
