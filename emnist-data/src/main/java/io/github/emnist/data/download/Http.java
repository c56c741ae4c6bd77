package io.github.emnist.data.download;

import io.github.emnist.data.internal.Messages;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a GET request without following redirects. All that a server sends passes through here, so
 * tests and fuzzers can replace servers.
 */
interface Http {
  int OK = 200;
  int PARTIAL_CONTENT = 206;
  int RANGE_NOT_SATISFIABLE = 416;

  /** Returns the response; the caller reads and closes its body. */
  Response get(URI uri, Map<String, String> headers) throws IOException;

  /** A response whose body has not been read. */
  record Response(URI uri, int status, HttpHeaders headers, InputStream body) implements Closeable {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /** Returns the body's length; empty if it is missing or not a number. */
    OptionalLong contentLength() {
      String value = header("Content-Length").orElse("");
      return value.matches("[0-9]{1,18}")
          ? OptionalLong.of(Long.parseLong(value))
          : OptionalLong.empty();
    }

    /** Refuses a compressed body, which would break ranges. */
    void refuseEncoding() throws HttpFailure {
      String encoding = header("Content-Encoding").orElse("identity");
      if (!encoding.equalsIgnoreCase("identity")) {
        throw HttpFailure.giveUp(
            "found Content-Encoding \"" + encoding.replaceAll("[^ -~]", "?") + "\", expected none");
      }
    }

    @Override
    public void close() throws IOException {
      body.close();
    }
  }

  /** The range of a 206 response (RFC 9110, 14.4). The last byte is inclusive. */
  record ContentRange(long first, long last, long total) {
    private static final Pattern FORM =
        Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    private static final int SHOWN_CHARACTERS = 60;

    static ContentRange of(Response response) throws HttpFailure {
      String value = response.header("Content-Range").orElse("");
      Matcher form = FORM.matcher(value);
      if (form.matches()) {
        ContentRange range =
            new ContentRange(
                Long.parseLong(form.group(1)),
                Long.parseLong(form.group(2)),
                Long.parseLong(form.group(3)));
        if (range.first <= range.last && range.last < range.total) {
          return range;
        }
      }
      String shown = Messages.shortened(value.replaceAll("[^ -~]", "?"), SHOWN_CHARACTERS);
      throw HttpFailure.giveUp(
          "found Content-Range \"" + shown + "\", expected \"bytes <first>-<last>/<all>\"");
    }

    long length() {
      return last - first + 1;
    }

    @Override
    public String toString() {
      return Messages.format("bytes %d-%d/%d", first, last, total);
    }
  }

  /** Identifies a version of a remote file. Absent headers are empty. */
  record Validators(long length, String entityTag, String lastModified) {
    static Validators of(Response response, long length) {
      return new Validators(
          length, response.header("ETag").orElse(""), response.header("Last-Modified").orElse(""));
    }

    /** Returns the value of If-Range, which requires a strong entity tag (RFC 9110, 13.1.5). */
    Optional<String> ifRange() {
      return entityTag.startsWith("\"") ? Optional.of(entityTag) : Optional.empty();
    }
  }

  /**
   * Follows a limited number of redirects: never from HTTPS to HTTP, nor from this machine to HTTP
   * elsewhere. Sends a token, which may be null, only to its own origin, and no longer once a
   * redirect has led elsewhere.
   */
  record Redirects(
      Http http, int max, boolean allowPlainHttp, KaggleToken token, String tokenOrigin)
      implements Http {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    @Override
    public Response get(URI start, Map<String, String> headers) throws IOException {
      URI uri = start;
      boolean trusted = token != null;
      for (int hop = 0; ; hop++) {
        trusted &= ShownUri.origin(uri).equals(tokenOrigin);
        Map<String, String> sent = new HashMap<>(headers);
        if (trusted) {
          sent.put("Authorization", token.authorization());
        }
        Response response = http.get(uri, sent);
        if (!STATUSES.contains(response.status())) {
          return response;
        }
        response.close();
        if (hop == max) {
          throw HttpFailure.giveUp(
              Messages.format(
                  "more than %d redirects, the last from %s", max, ShownUri.of(response.uri())));
        }
        uri = next(uri, response);
      }
    }

    private URI next(URI from, Response response) throws HttpFailure {
      String location = response.header("Location").orElse("");
      URI to;
      try {
        to = from.resolve(location);
      } catch (IllegalArgumentException e) {
        throw HttpFailure.giveUp("redirected to an invalid address");
      }
      boolean https = "https".equalsIgnoreCase(to.getScheme());
      boolean http = "http".equalsIgnoreCase(to.getScheme());
      if (location.isEmpty()
          || to.getHost() == null
          || to.getUserInfo() != null
          || to.getPort() > ShownUri.MAX_PORT
          || !https && !http) {
        throw HttpFailure.giveUp("redirected to an invalid address");
      }
      if (http && "https".equalsIgnoreCase(from.getScheme())) {
        throw HttpFailure.giveUp(
            "redirected from HTTPS to plain HTTP (" + ShownUri.of(to) + "), which is refused");
      }
      if (http && ShownUri.isOwnMachine(from) && !ShownUri.isOwnMachine(to)) {
        // Loopback traffic cannot be intercepted; traffic to another machine can.
        throw HttpFailure.giveUp(
            "redirected from this machine to plain HTTP elsewhere ("
                + ShownUri.of(to)
                + "), which is refused");
      }
      if (http && !allowPlainHttp) {
        throw HttpFailure.giveUp(
            "redirected to plain HTTP (" + ShownUri.of(to) + "), which is not allowed");
      }
      return to;
    }
  }

  /** Formats addresses for messages, without the query, which may be a signature. */
  static final class ShownUri {
    /** For larger ports, the JDK's client throws something other than IOException. */
    static final int MAX_PORT = 0xFFFF;

    private static final Pattern OWN_MACHINE =
        Pattern.compile(
            "localhost|127\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}|\\[::1\\]",
            Pattern.CASE_INSENSITIVE);

    private ShownUri() {}

    static String of(URI uri) {
      String path = uri.getRawPath() == null ? "" : uri.getRawPath();
      String host = uri.getHost() == null ? "" : uri.getHost();
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return uri.getScheme()
          + "://"
          + host
          + port
          + path
          + (uri.getRawQuery() == null ? "" : "?...");
    }

    /** Tells whether the host is this machine by a name or address that needs no name server. */
    static boolean isOwnMachine(URI uri) {
      return OWN_MACHINE.matcher(uri.getHost()).matches();
    }

    /** Returns scheme, host and port: a secret may be sent only there. */
    static String origin(URI uri) {
      return (uri.getScheme() + "://" + uri.getHost() + ":" + port(uri)).toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
      if (uri.getPort() >= 0) {
        return uri.getPort();
      }
      return "http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443;
    }
  }
}
