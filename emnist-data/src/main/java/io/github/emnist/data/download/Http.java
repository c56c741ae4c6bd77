package io.github.emnist.data.download;

import io.github.emnist.data.internal.Messages;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
      String shown = value.replaceAll("[^ -~]", "?");
      if (shown.length() > SHOWN_CHARACTERS) {
        shown = shown.substring(0, SHOWN_CHARACTERS) + "...";
      }
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
}
