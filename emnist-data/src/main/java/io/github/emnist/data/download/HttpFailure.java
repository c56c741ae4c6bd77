package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The failure of a mirror, and whether another attempt may succeed. The message does not name the
 * mirror.
 */
final class HttpFailure extends IOException {
  private static final long serialVersionUID = 1;

  private static final String CUT = "the connection was cut";

  /** Temporary statuses (RFC 9110, 15). */
  private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

  private static final Map<Integer, String> STATUSES =
      Map.ofEntries(
          Map.entry(400, "bad request"),
          Map.entry(401, "not authorised"),
          Map.entry(403, "forbidden"),
          Map.entry(404, "not found"),
          Map.entry(407, "the proxy requires a password"),
          Map.entry(408, "request timeout"),
          Map.entry(410, "gone"),
          Map.entry(425, "too early"),
          Map.entry(429, "too many requests"),
          Map.entry(500, "internal server error"),
          Map.entry(502, "bad gateway"),
          Map.entry(503, "service unavailable"),
          Map.entry(504, "gateway timeout"));

  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,80})", Pattern.CASE_INSENSITIVE);

  private final boolean mayPass;

  /** The wait that the server asked for, or null. */
  private final Duration retryAfter;

  private HttpFailure(String reason, boolean mayPass, Duration retryAfter) {
    super(reason);
    this.mayPass = mayPass;
    this.retryAfter = retryAfter;
  }

  /** Creates a temporary failure. */
  static HttpFailure retry(String reason) {
    return new HttpFailure(reason, true, null);
  }

  /** Creates the failure of a connection that ended early. */
  static HttpFailure cut() {
    return retry(CUT);
  }

  /** Creates a permanent failure. */
  static HttpFailure giveUp(String reason) {
    return new HttpFailure(reason, false, null);
  }

  /** Creates the failure for a status without content. */
  static HttpFailure ofStatus(Http.Response response) {
    int status = response.status();
    String name = STATUSES.get(status);
    String reason = Messages.format("status %d%s", status, name == null ? "" : " (" + name + ")");
    return PASSING.contains(status)
        ? new HttpFailure(reason, true, retryAfter(response).orElse(null))
        : giveUp(reason);
  }

  /** Reads Retry-After: seconds, or a date, which is relative to the server's own clock. */
  private static Optional<Duration> retryAfter(Http.Response response) {
    String value = response.header("Retry-After").orElse("").strip();
    if (value.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Duration wait =
          Duration.between(date(response.header("Date").orElse("").strip()), date(value));
      return wait.isNegative() ? Optional.empty() : Optional.of(wait);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static ZonedDateTime date(String value) {
    return ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
  }

  /**
   * Throws if a response is a web page instead of the archive, by its type or its first bytes:
   * NIST's old address sends one with status 200.
   */
  static void refuseHtml(Http.Response response, byte[] head) throws HttpFailure {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    String type = response.header("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
    boolean named = type.startsWith("text/html") || type.startsWith("application/xhtml");
    if (!named && !text.stripLeading().startsWith("<")) {
      return;
    }
    Matcher title = TITLE.matcher(text);
    String called =
        title.find() ? " called \"" + title.group(1).strip().replaceAll("[^ -~]", "?") + "\"" : "";
    throw giveUp("found an HTML page" + called + ", expected a ZIP archive");
  }

  /** Returns the wait that the failing server asked for. */
  static Optional<Duration> retryAfter(IOException e) {
    return e instanceof HttpFailure failure
        ? Optional.ofNullable(failure.retryAfter)
        : Optional.empty();
  }

  /** Tells whether another attempt may succeed. */
  static boolean mayPass(IOException e) {
    if (e instanceof HttpFailure failure) {
      return failure.mayPass;
    }
    return !(refusedByProxy(e)
        || e instanceof MalformedDataException
        || e instanceof SSLHandshakeException
        || e instanceof SSLPeerUnverifiedException);
  }

  /** Describes why a transfer failed; the JDK's client often gives no message. */
  static String reason(Throwable failure) {
    if (failure instanceof MalformedDataException || failure instanceof HttpFailure) {
      return failure.getMessage();
    }
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return "the host name is unknown";
      }
      if (cause instanceof EOFException) {
        return CUT;
      }
    }
    String message = failure.getMessage();
    if (failure instanceof HttpConnectTimeoutException) {
      return "no connection in time";
    }
    if (failure instanceof HttpTimeoutException && "request timed out".equals(message)) {
      return "no answer in time";
    }
    if (failure instanceof ConnectException) {
      return "connection refused";
    }
    if (refusedByProxy(failure)) {
      return "the proxy refused (" + message + ")";
    }
    if (failure instanceof SSLException) {
      return "TLS failed (" + message + ")";
    }
    if (failure instanceof IOException && isCut(message)) {
      return CUT;
    }
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /**
   * Tells whether a proxy refused the connection, for which the JDK's client has no exception type.
   */
  private static boolean refusedByProxy(Throwable failure) {
    return failure instanceof IOException
        && failure.getMessage() != null
        && failure.getMessage().startsWith("Tunnel failed");
  }

  private static boolean isCut(String message) {
    return message != null
        && (message.contains("fixed content-length")
            || message.contains("closed")
            || message.contains("eset")
            || message.contains("roken pipe")
            || message.contains("received no bytes"));
  }
}
