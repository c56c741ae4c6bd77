package io.github.emnist.data.download;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A real HTTP server that serves one archive, in ranges or not, and records requests. */
final class LoopbackServer implements AutoCloseable {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

  /** One request as it came; absent headers are null. */
  record Seen(String path, String range, String ifRange, String authorization) {}

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true"); // else each answer takes 40 ms
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());
  private final Deque<HttpHandler> script = new ArrayDeque<>();
  private volatile byte[] content;
  private volatile boolean ranges = true;
  private volatile boolean suffixRanges = true;
  private volatile String entityTag = "\"one\"";
  private volatile String lastModified;
  private volatile String type = "application/zip";
  private volatile long sent;

  LoopbackServer(byte[] content) throws IOException {
    this(content, null);
  }

  /** With TLS where a context is given. */
  LoopbackServer(byte[] content, SSLContext tls) throws IOException {
    this.content = content;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      HttpsServer https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = https;
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  LoopbackServer withoutRanges() {
    ranges = false;
    return this;
  }

  /** Answers ranges that count from the start, but not those that count from the end. */
  LoopbackServer withoutSuffixRanges() {
    suffixRanges = false;
    return this;
  }

  LoopbackServer tagged(String newEntityTag, String newLastModified) {
    entityTag = newEntityTag;
    lastModified = newLastModified;
    return this;
  }

  LoopbackServer typed(String newType) {
    type = newType;
    return this;
  }

  void content(byte[] newContent) {
    content = newContent;
  }

  /** Sets the responses to the next requests; null responds as usual. */
  synchronized LoopbackServer then(HttpHandler... handlers) {
    for (HttpHandler handler : handlers) {
      script.add(handler == null ? this::serve : handler);
    }
    return this;
  }

  /** An answer without a body. */
  static HttpHandler status(int status, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, -1);
    };
  }

  URI uri(String path) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  URI uri() {
    return uri("/gzip.zip");
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  List<String> ranges() {
    return seen().stream().map(Seen::range).toList();
  }

  /** Body bytes that were sent as usual. */
  long sent() {
    return sent;
  }

  private void handle(HttpExchange exchange) throws IOException {
    Headers asked = exchange.getRequestHeaders();
    seen.add(
        new Seen(
            exchange.getRequestURI().toString(),
            asked.getFirst("Range"),
            asked.getFirst("If-Range"),
            asked.getFirst("Authorization")));
    HttpHandler handler;
    synchronized (this) {
      handler = script.isEmpty() ? this::serve : script.remove();
    }
    try (exchange) {
      handler.handle(exchange);
    }
  }

  void serve(HttpExchange exchange) throws IOException {
    byte[] bytes = content;
    Headers head = exchange.getResponseHeaders();
    head.set("Content-Type", type);
    if (entityTag != null) {
      head.set("ETag", entityTag);
    }
    if (lastModified != null) {
      head.set("Last-Modified", lastModified);
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    String ifRange = exchange.getRequestHeaders().getFirst("If-Range");
    Matcher form = RANGE.matcher(range == null ? "" : range);
    boolean answered =
        ranges
            && form.matches()
            && (suffixRanges || !form.group(1).isEmpty())
            && (ifRange == null || ifRange.equals(entityTag));
    if (!answered) {
      send(exchange, 200, bytes, 0, bytes.length);
      return;
    }
    int first =
        form.group(1).isEmpty()
            ? Math.max(0, bytes.length - Integer.parseInt(form.group(2)))
            : Integer.parseInt(form.group(1));
    int last =
        form.group(1).isEmpty() || form.group(2).isEmpty()
            ? bytes.length - 1
            : Math.min(bytes.length - 1, Integer.parseInt(form.group(2)));
    head.set("Content-Range", "bytes " + first + "-" + last + "/" + bytes.length);
    send(exchange, 206, bytes, first, last + 1 - first);
  }

  private void send(HttpExchange exchange, int status, byte[] bytes, int from, int count)
      throws IOException {
    exchange.sendResponseHeaders(status, count);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes, from, count);
      sent += count;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
