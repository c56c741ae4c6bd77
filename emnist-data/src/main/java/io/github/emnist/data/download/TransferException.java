package io.github.emnist.data.download;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A mirror failed, and what that calls for. The message does not name the mirror. */
final class TransferException extends IOException {
  private static final long serialVersionUID = 1;

  /** Whether the same mirror may do better on another try. */
  private final boolean worthRetrying;

  /** How long the server asked to be left alone, or null. */
  private final Duration retryAfter;

  private TransferException(
      String reason, boolean worthRetrying, Duration retryAfter, Throwable cause) {
    super(reason, cause);
    this.worthRetrying = worthRetrying;
    this.retryAfter = retryAfter;
  }

  static TransferException retry(String reason) {
    return new TransferException(reason, true, null, null);
  }

  static TransferException retry(String reason, Throwable cause) {
    return new TransferException(reason, true, null, cause);
  }

  static TransferException retryAfter(String reason, Duration wait) {
    return new TransferException(reason, true, wait, null);
  }

  static TransferException giveUp(String reason) {
    return new TransferException(reason, false, null, null);
  }

  static TransferException giveUp(String reason, Throwable cause) {
    return new TransferException(reason, false, null, cause);
  }

  boolean worthRetrying() {
    return worthRetrying;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
