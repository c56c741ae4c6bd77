package io.github.emnist.examples.server;

import io.github.emnist.data.internal.Messages;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.NanoTime;

/** Counts requests and their latencies, from the headers to the end of the response. */
final class RequestMetrics extends EventsHandler {
  private static final double[] SECONDS = {.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 5};

  /** Other paths are counted together, since clients choose them. */
  private static final Set<String> PATHS =
      Set.of(RecognitionApi.PREDICT, RecognitionApi.READ, "/health", "/metrics", "/");

  private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
  private final Map<String, Latency> latencies = new ConcurrentSkipListMap<>();

  /** The latency histogram of a path. */
  private static final class Latency {
    private final LongAdder[] atMost =
        Stream.generate(LongAdder::new).limit(SECONDS.length + 1).toArray(LongAdder[]::new);
    private final LongAdder nanos = new LongAdder();

    void add(long elapsed) {
      int bucket = 0;
      while (bucket < SECONDS.length && elapsed > SECONDS[bucket] * 1e9) {
        bucket++;
      }
      atMost[bucket].increment();
      nanos.add(elapsed);
    }
  }

  @Override
  protected void onComplete(Request request, int status, HttpFields headers, Throwable failure) {
    String asked = Request.getPathInContext(request);
    String path = PATHS.contains(asked) ? asked : "other";
    String labels = Messages.format("path=\"%s\",status=\"%d\"", path, status);
    answers.computeIfAbsent(labels, key -> new LongAdder()).increment();
    latencies
        .computeIfAbsent(path, key -> new Latency())
        .add(NanoTime.since(request.getHeadersNanoTime()));
  }

  /** Returns the metrics in Prometheus' text format, version 0.0.4. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append("# HELP emnist_http_requests_total Requests answered.\n");
    text.append("# TYPE emnist_http_requests_total counter\n");
    answers.forEach((labels, n) -> line(text, "requests_total{" + labels + "}", n.sum()));
    text.append("# HELP emnist_http_request_duration_seconds From headers to answer.\n");
    text.append("# TYPE emnist_http_request_duration_seconds histogram\n");
    latencies.forEach((path, latency) -> append(text, path, latency));
    return text.toString();
  }

  private static void append(StringBuilder text, String path, Latency latency) {
    long count = 0;
    for (int i = 0; i <= SECONDS.length; i++) {
      count += latency.atMost[i].sum();
      String most = i == SECONDS.length ? "+Inf" : String.valueOf(SECONDS[i]);
      String name = "request_duration_seconds_bucket{path=\"%s\",le=\"%s\"}";
      line(text, name.formatted(path, most), count);
    }
    String label = "{path=\"" + path + "\"}";
    line(text, "request_duration_seconds_sum" + label, latency.nanos.sum() / 1e9);
    line(text, "request_duration_seconds_count" + label, count);
  }

  private static void line(StringBuilder text, String name, Number value) {
    text.append("emnist_http_").append(name).append(' ').append(value).append('\n');
  }

  /** Creates a handler that writes the metrics. */
  Handler page() {
    return new Handler.Abstract() {
      @Override
      public boolean handle(Request request, Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; version=0.0.4");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] text = RequestMetrics.this.toString().getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(text), callback);
        return true;
      }
    };
  }
}
