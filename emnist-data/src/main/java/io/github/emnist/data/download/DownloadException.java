package io.github.emnist.data.download;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** No mirror gave the files. The message says what was tried, why each failed and what to do. */
public final class DownloadException extends IOException {
  private static final long serialVersionUID = 1;

  /** What was tried. */
  private final transient List<Failure> failures;

  DownloadException(String what, List<Failure> failures, String advice) {
    super(
        failures.stream()
            .map(Failure::toString)
            .collect(Collectors.joining("; ", what + " could not be downloaded: ", ". " + advice)));
    this.failures = List.copyOf(failures);
  }

  /**
   * What was tried, in order.
   *
   * @return one failure a mirror, at least one; empty after deserialisation
   */
  public List<Failure> failures() {
    return failures == null ? List.of() : failures;
  }

  /**
   * One mirror that failed.
   *
   * @param mirror its address
   * @param attempts how often it was tried
   * @param reason what happened the last time
   */
  public record Failure(URI mirror, int attempts, String reason) {
    @Override
    public String toString() {
      return attempts == 1
          ? ShownUri.of(mirror) + ": " + reason
          : String.format(
              Locale.ROOT, "%s: %s (tried %d times)", ShownUri.of(mirror), reason, attempts);
    }
  }
}
