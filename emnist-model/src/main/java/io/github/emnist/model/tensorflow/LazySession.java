package io.github.emnist.model.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.proto.ConfigProto;

/** A session that is opened when it is first needed. Thread-safe. */
final class LazySession implements AutoCloseable {
  private final Graph graph;
  private final ConfigProto config;
  private volatile Session session;

  /**
   * Opens nothing yet.
   *
   * @param graph complete, and open for as long as this is
   */
  LazySession(Graph graph, ConfigProto config) {
    this.graph = graph;
    this.config = config;
  }

  /** The session; not to be asked for once this is closed. */
  Session get() {
    Session opened = session;
    return opened != null ? opened : open();
  }

  private synchronized Session open() {
    if (session == null) {
      session = new Session(graph, config);
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
