package io.github.emnist.data.download;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A response's body as a stream that fails where no byte comes for a while. The JDK's own timeout
 * ends with the response's head. One thread reads; at most one piece lies in the queue.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {
  /** What the connection hands over: bytes, or how it ended. */
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
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
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
          throw new IOException(Reasons.of(end.failure), end.failure);
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
      throw new HttpTimeoutException("no byte arrived for " + Durations.show(timeout));
    }
    if (piece.bytes.isEmpty()) {
      end = piece;
      return;
    }
    current = piece.bytes;
    next = 0;
    subscribed.join().request(1);
  }

  /** Ends the connection unless all of the body has been read. */
  @Override
  public void close() {
    closed = true;
    if (end == null) {
      subscribed.thenAccept(Flow.Subscription::cancel);
    }
  }
}
