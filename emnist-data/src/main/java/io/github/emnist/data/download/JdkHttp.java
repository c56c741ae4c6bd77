package io.github.emnist.data.download;

import io.github.emnist.data.internal.BulkInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * Uses the JDK's client, through the JVM's proxy ({@code -Dhttps.proxyHost} etc., or {@link
 * ProxySelector#setDefault}). HTTP/1.1, since HTTP/2 gains nothing for sequential ranges and fewer
 * proxies support it.
 */
final class JdkHttp implements Http {
  private final HttpClient client;
  private final Duration readTimeout;

  JdkHttp(Duration connectTimeout, Duration readTimeout, SSLContext tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    if (ProxySelector.getDefault() != null) {
      builder.proxy(ProxySelector.getDefault());
    }
    if (Authenticator.getDefault() != null) {
      builder.authenticator(new ProxyAuthenticator(Authenticator.getDefault()));
    }
    if (tls != null) {
      builder.sslContext(tls);
    }
    this.client = builder.build();
    this.readTimeout = readTimeout;
  }

  @Override
  public Response get(URI uri, Map<String, String> headers) throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).GET().timeout(readTimeout);
    request.header("User-Agent", "emnist-java");
    request.header("Accept-Encoding", "identity");
    headers.forEach(request::header);
    try {
      HttpResponse<InputStream> response =
          client.send(request.build(), head -> new TimedBody(readTimeout));
      return new Response(uri, response.statusCode(), response.headers(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while downloading");
    }
  }

  /**
   * Passes requests of proxies to the JVM's authenticator, and never those of servers: a mirror
   * must not get the user's passwords.
   */
  private static final class ProxyAuthenticator extends Authenticator {
    private final Authenticator authenticator;

    ProxyAuthenticator(Authenticator authenticator) {
      this.authenticator = authenticator;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      if (getRequestorType() != RequestorType.PROXY) {
        return null;
      }
      return authenticator.requestPasswordAuthenticationInstance(
          getRequestingHost(),
          getRequestingSite(),
          getRequestingPort(),
          getRequestingProtocol(),
          getRequestingPrompt(),
          getRequestingScheme(),
          getRequestingURL(),
          getRequestorType());
    }
  }

  /**
   * A response's body as a stream that fails if no byte arrives in time; the JDK's own timeout ends
   * with the response's headers. One thread reads; at most one piece is in the queue.
   */
  private static final class TimedBody extends BulkInputStream
      implements BodySubscriber<InputStream> {
    /** Received bytes, or the end of the body. */
    private record Piece(List<ByteBuffer> bytes, Throwable failure) {}

    private final Duration timeout;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private List<ByteBuffer> current = List.of();
    private int next;
    private Piece end;
    private boolean closed;

    TimedBody(Duration timeout) {
      this.timeout = timeout;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
      return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      if (subscribed.complete(subscription)) {
        subscription.request(1);
      } else {
        subscription.cancel();
      }
    }

    @Override
    public void onNext(List<ByteBuffer> bytes) {
      pieces.add(new Piece(bytes, null));
    }

    @Override
    public void onError(Throwable failure) {
      pieces.add(new Piece(List.of(), failure));
    }

    @Override
    public void onComplete() {
      pieces.add(new Piece(List.of(), null));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (true) {
        if (closed) {
          throw new IOException("the connection was closed");
        }
        while (next < current.size()) {
          ByteBuffer bytes = current.get(next);
          if (bytes.hasRemaining()) {
            int count = Math.min(length, bytes.remaining());
            bytes.get(target, offset, count);
            return count;
          }
          next++;
        }
        if (end == null) {
          take();
        }
        if (end != null) {
          if (end.failure != null) {
            throw new IOException(HttpFailure.reason(end.failure), end.failure);
          }
          return -1;
        }
      }
    }

    private void take() throws IOException {
      Piece piece;
      try {
        piece = pieces.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        close();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while downloading");
      }
      if (piece == null) {
        close();
        throw new HttpTimeoutException("no byte arrived for " + DownloadTask.show(timeout));
      }
      if (piece.bytes.isEmpty()) {
        end = piece;
        return;
      }
      current = piece.bytes;
      next = 0;
      subscribed.join().request(1);
    }

    /** Closes the connection unless the body has been read completely. */
    @Override
    public void close() {
      closed = true;
      if (end == null) {
        subscribed.thenAccept(Flow.Subscription::cancel);
      }
    }
  }
}
