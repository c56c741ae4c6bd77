package io.github.emnist.data.download;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What each HTTP status that brings no bytes calls for (RFC 9110, 15). */
final class Statuses {
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(400, "bad request"),
          Map.entry(401, "not authorised"),
          Map.entry(403, "forbidden"),
          Map.entry(404, "not found"),
          Map.entry(407, "the proxy wants a password"),
          Map.entry(408, "request timeout"),
          Map.entry(410, "gone"),
          Map.entry(425, "too early"),
          Map.entry(429, "too many requests"),
          Map.entry(500, "internal server error"),
          Map.entry(502, "bad gateway"),
          Map.entry(503, "service unavailable"),
          Map.entry(504, "gateway timeout"));

  private Statuses() {}

  /** The exception for a status other than 200 and 206. */
  static TransferException failure(Answer answer) {
    int status = answer.status();
    String name = NAMES.get(status);
    String reason =
        name == null
            ? String.format(Locale.ROOT, "status %d", status)
            : String.format(Locale.ROOT, "status %d (%s)", status, name);
    if (!PASSING.contains(status)) {
      return TransferException.giveUp(reason);
    }
    return retryAfter(answer)
        .map(wait -> TransferException.retryAfter(reason, wait))
        .orElseGet(() -> TransferException.retry(reason));
  }

  /** Seconds, or a date, which is taken relative to the server's own clock. */
  private static Optional<Duration> retryAfter(Answer answer) {
    String value = answer.header("Retry-After").orElse("").strip();
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Duration wait = Duration.between(date(answer.header("Date").orElse("").strip()), date(value));
      return wait.isNegative() ? Optional.empty() : Optional.of(wait);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static ZonedDateTime date(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
  }
}
