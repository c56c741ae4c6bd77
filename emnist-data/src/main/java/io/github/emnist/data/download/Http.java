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
 * Sends one GET and follows no redirect. All that a server can send comes through here, so that a
 * test or a fuzzer can replace every server.
 */
interface Http {
  int OK = 200;
  int PARTIAL_CONTENT = 206;
  int RANGE_NOT_SATISFIABLE = 416;

  /** Returns the response's head; the caller reads and closes its body. */
  Response get(URI uri, Map<String, String> headers) throws IOException;

  /** A response: status and headers are there, the body is still to be read. */
  record Response(URI uri, int status, HttpHeaders headers, InputStream body) implements Closeable {
    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    /** Returns the body's length; empty where it is not given or is no number. */
    OptionalLong contentLength() {
      String value = header("Content-Length").orElse("");
      return value.matches("[0-9]{1,18}")
          ? OptionalLong.of(Long.parseLong(value))
          : OptionalLong.empty();
    }

    /** Refuses a body that is compressed although it must not be: it would break the ranges. */
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

  /** The bytes that a 206 response holds (RFC 9110, 14.4). The last byte is inclusive. */
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

  /** What distinguishes one state of a remote file from another. Absent headers are empty. */
  record Validators(long length, String entityTag, String lastModified) {
    static Validators of(Response response, long length) {
      return new Validators(
          length, response.header("ETag").orElse(""), response.header("Last-Modified").orElse(""));
    }

    /** Returns the value of If-Range: only a strong entity tag will do (RFC 9110, 13.1.5). */
    Optional<String> ifRange() {
      return entityTag.startsWith("\"") ? Optional.of(entityTag) : Optional.empty();
    }
  }

  /**
   * Follows redirects one by one: never from HTTPS to HTTP, nor from this machine to HTTP
   * elsewhere, never more than a few, and a secret goes to its own origin only, not even back there
   * once a redirect has led elsewhere.
   */
  static final class Redirects implements Http {
    private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

    private final Http http;
    private final int max;
    private final boolean allowPlainHttp;
    private final KaggleToken token;
    private final String tokenOrigin;

    /** The token may be null. */
    Redirects(Http http, int max, boolean allowPlainHttp, KaggleToken token, String tokenOrigin) {
      this.http = http;
      this.max = max;
      this.allowPlainHttp = allowPlainHttp;
      this.token = token;
      this.tokenOrigin = tokenOrigin;
    }

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
        throw HttpFailure.giveUp("redirected to what is no address");
      }
      boolean https = "https".equalsIgnoreCase(to.getScheme());
      boolean http = "http".equalsIgnoreCase(to.getScheme());
      if (location.isEmpty()
          || to.getHost() == null
          || to.getUserInfo() != null
          || to.getPort() > ShownUri.MAX_PORT
          || !https && !http) {
        throw HttpFailure.giveUp("redirected to what is no address");
      }
      if (http && "https".equalsIgnoreCase(from.getScheme())) {
        throw HttpFailure.giveUp(
            "redirected from HTTPS to plain HTTP (" + ShownUri.of(to) + "), which is refused");
      }
      if (http && ShownUri.isOwnMachine(from) && !ShownUri.isOwnMachine(to)) {
        // Nobody listens between a machine and itself; anybody may on the way to another.
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

  /** Addresses as messages show them: without the query, which may be a signature. */
  static final class ShownUri {
    /** Whatever is above leads nowhere, and the JDK's client throws no IOException for it. */
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

    /**
     * Tells whether the host is this machine by its name or address, as nobody's name server can
     * say.
     */
    static boolean isOwnMachine(URI uri) {
      return OWN_MACHINE.matcher(uri.getHost()).matches();
    }

    /** Scheme, host and port: what a secret may be sent to. */
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
