package io.github.emnist.examples.server;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.EmnistClassifier;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DoSHandler;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.server.handler.QoSHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Serves the drawing page and its JSON API, which {@code docs/drawing-page.md} describes.
 *
 * <pre>{@code
 * try (EmnistClassifier classifier = EmnistClassifier.pretrained();
 *     DrawingServer server = DrawingServer.start(classifier, DrawingServer.Settings.standard())) {
 *   System.out.println(server.uri());
 *   server.join();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class DrawingServer implements AutoCloseable {
  private static final int MAX_CONNECTIONS = 200;
  static final int MAX_HEADER_BYTES = 8 << 10;

  private static final long MIN_RATE = 10_000; // of a body, in bytes per second
  private static final int PIECE_BYTES = 128; // overhead per piece of a body, counted in the limit

  private static final String PAGE = "io/github/emnist/examples/server/page/";

  private final Server server;
  private final ServerConnector connector;

  private DrawingServer(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * The address and the limits of a server.
   *
   * @param host name or address to listen on; {@code 0.0.0.0} for all of this machine
   * @param port 0 for any free one
   * @param maxBytes the maximum size of a request's body
   * @param timeout for the headers of a request after the connection or the previous response, for
   *     pauses within a request, and for queued requests
   * @param requestsPerSecond the maximum from one client address, averaged over seconds
   * @param queue the maximum number of requests that wait for a processor
   */
  public record Settings(
      String host, int port, int maxBytes, Duration timeout, int requestsPerSecond, int queue) {
    /**
     * {@return the defaults: port 8080 of 127.0.0.1, 10,000,000 bytes, 20 seconds, 500 requests per
     * second, a queue of 100}
     */
    public static Settings standard() {
      return new Settings("127.0.0.1", 8080, 10_000_000, Duration.ofSeconds(20), 500, 100);
    }

    /**
     * {@return a copy with another address}
     *
     * @param newHost name or address to listen on
     * @param newPort 0 for any free one
     */
    public Settings withAddress(String newHost, int newPort) {
      return new Settings(newHost, newPort, maxBytes, timeout, requestsPerSecond, queue);
    }
  }

  /**
   * Starts a server.
   *
   * @param classifier the model; not closed with the server
   * @param settings address and limits
   * @return the running server, to be closed
   * @throws IOException if the server cannot listen on the address
   */
  public static DrawingServer start(EmnistClassifier classifier, Settings settings)
      throws IOException {
    if (new InetSocketAddress(settings.host(), settings.port()).isUnresolved()) {
      throw new IOException(
          "cannot listen on %s: found no address of this name; choose another with --host"
              .formatted(settings.host()));
    }
    QueuedThreadPool threads = new QueuedThreadPool(64, 8);
    threads.setName("emnist-serve");
    Server server = new Server(threads);
    server.setStopTimeout(settings.timeout().toMillis());
    server.setErrorHandler(new Problems());
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    http.addCustomizer(
        (request, answer) -> {
          secure(answer);
          return request;
        });
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.timeout().toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, connector));
    RequestMetrics metrics = new RequestMetrics();
    HeaderTimeout headers = new HeaderTimeout(server, settings.timeout());
    connector.addBean(headers);
    server.setHandler(
        around(
            routes(classifier, settings, metrics),
            headers,
            metrics,
            new GracefulHandler(),
            new Guard(settings.host()),
            new DoSHandler(
                null,
                DoSHandler.ID_FROM_REMOTE_ADDRESS,
                new DoSHandler.LeakingBucketTrackerFactory(
                    settings.requestsPerSecond(),
                    settings.requestsPerSecond(),
                    Duration.ofSeconds(2)),
                new DoSHandler.StatusRejectHandler(HttpStatus.TOO_MANY_REQUESTS_429),
                -1)));
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof BindException) {
          throw new IOException(
              Messages.format(
                  "cannot listen on %s, port %d (%s); choose another with --port or --host",
                  settings.host(), settings.port(), cause.getMessage()),
              e);
        }
      }
      throw new IOException("cannot start the server: " + e.getMessage(), e);
    }
    return new DrawingServer(server, connector);
  }

  /** Wraps a handler in others, the outermost first. */
  private static Handler around(Handler innermost, Handler.Wrapper... wrappers) {
    Handler handler = innermost;
    for (int i = wrappers.length - 1; i >= 0; i--) {
      wrappers[i].setHandler(handler);
      handler = wrappers[i];
    }
    return handler;
  }

  private static Handler routes(
      EmnistClassifier classifier, Settings settings, RequestMetrics metrics) {
    // Bodies are read before requests take a processor, so that slow clients do not block it.
    QoSHandler turns = new QoSHandler();
    turns.setMaxRequestCount(Runtime.getRuntime().availableProcessors());
    turns.setMaxSuspendedRequestCount(settings.queue());
    turns.setMaxSuspend(settings.timeout());
    Handler recognition =
        around(
            new RecognitionApi(classifier),
            new SizeLimitHandler(settings.maxBytes(), -1),
            new MinimumDataRateHandler(MIN_RATE, 0),
            new EagerContentHandler(
                new EagerContentHandler.RetainedContentLoaderFactory(
                    settings.maxBytes() + settings.maxBytes() / 8, PIECE_BYTES, true)),
            turns);
    ResourceHandler page = new ResourceHandler();
    page.setBaseResource(ResourceFactory.of(page).newClassLoaderResource(PAGE));
    page.setDirAllowed(false);
    page.setEtags(true);
    page.setCacheControl("no-cache");
    PathMappingsHandler routes = new PathMappingsHandler.NoContext();
    Map.of(
            RecognitionApi.PREDICT,
            recognition,
            RecognitionApi.READ,
            recognition,
            "/health",
            new RecognitionApi.Health(classifier),
            "/metrics",
            metrics.page(),
            "/*",
            page)
        .forEach((path, handler) -> routes.addMapping(PathSpec.from(path), handler));
    return routes;
  }

  /** Adds headers that forbid a browser everything that the page does not need. */
  static void secure(HttpFields.Mutable answer) {
    answer.put(
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    answer.put("X-Content-Type-Options", "nosniff");
    answer.put("X-Frame-Options", "DENY");
    answer.put("Referrer-Policy", "no-referrer");
    answer.put("Cross-Origin-Opener-Policy", "same-origin");
    answer.put("Cross-Origin-Resource-Policy", "same-origin");
    answer.put("Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
  }

  /**
   * {@return the address of the page, such as {@code http://127.0.0.1:8080/}, also for a server
   * that listens on all addresses}
   */
  public URI uri() {
    InetSocketAddress host = new InetSocketAddress(connector.getHost(), connector.getLocalPort());
    InetAddress address = host.getAddress();
    String name =
        address != null && address.isAnyLocalAddress() ? "127.0.0.1" : connector.getHost();
    return URI.create(
        "http://"
            + (name.contains(":") && !name.startsWith("[") ? "[" + name + "]" : name)
            + ":"
            + host.getPort()
            + "/");
  }

  /** Stops the server when the process ends, as by Ctrl-C; {@link #join} then returns. */
  public void stopAtShutdown() {
    server.setStopAtShutdown(true);
  }

  /**
   * Waits until the server has stopped.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  public void join() throws InterruptedException {
    server.join();
  }

  /** Stops the server after the current requests. */
  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop cleanly", e);
    }
  }

  /**
   * Closes connections whose next request does not arrive in time. Jetty's idle timeout restarts
   * with every byte.
   */
  private static final class HeaderTimeout extends EventsHandler implements Connection.Listener {
    private final Server server;
    private final Duration timeout;
    private final Map<Connection, Scheduler.Task> waiting = new ConcurrentHashMap<>();

    HeaderTimeout(Server server, Duration timeout) {
      this.server = server;
      this.timeout = timeout;
    }

    private void await(Connection connection) {
      Scheduler.Task task =
          server
              .getScheduler()
              .schedule(
                  () -> {
                    waiting.remove(connection);
                    connection.getEndPoint().close();
                  },
                  timeout.toMillis(),
                  TimeUnit.MILLISECONDS);
      cancel(waiting.put(connection, task));
    }

    private static void cancel(Scheduler.Task task) {
      if (task != null) {
        task.cancel();
      }
    }

    @Override
    public void onOpened(Connection connection) {
      await(connection);
    }

    @Override
    public void onClosed(Connection connection) {
      cancel(waiting.remove(connection));
    }

    @Override
    protected void onBeforeHandling(Request request) {
      cancel(waiting.remove(request.getConnectionMetaData().getConnection()));
    }

    @Override
    protected void onComplete(Request request, int status, HttpFields headers, Throwable failure) {
      Connection connection = request.getConnectionMetaData().getConnection();
      if (connection.getEndPoint().isOpen()) {
        await(connection);
      }
    }
  }
}
