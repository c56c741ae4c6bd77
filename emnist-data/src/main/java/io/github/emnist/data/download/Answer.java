package io.github.emnist.data.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;

/** What a server said: status and headers are there, the body is still to be read. */
record Answer(URI uri, int status, HttpHeaders headers, InputStream body) implements Closeable {
  static final int OK = 200;
  static final int PARTIAL_CONTENT = 206;
  static final int RANGE_NOT_SATISFIABLE = 416;

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The body's length, or empty where it is not told or is no number. */
  OptionalLong contentLength() {
    String value = header("Content-Length").orElse("");
    return value.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(value))
        : OptionalLong.empty();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
