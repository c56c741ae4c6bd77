package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose Content-Range lies. */
class HostileRangeTest {
  @TempDir Path folder;

  private static HttpHandler answer(String contentRange, int bodyBytes) {
    return exchange -> {
      if (contentRange != null) {
        exchange.getResponseHeaders().set("Content-Range", contentRange);
      }
      exchange.getResponseHeaders().set("ETag", "\"one\"");
      exchange.sendResponseHeaders(206, bodyBytes == 0 ? -1 : bodyBytes);
      exchange.getResponseBody().write(new byte[bodyBytes]);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes 0-9",
        "bytes 0-9/*",
        "bytes 9-0/20",
        "bytes 0-20/20",
        "bytes -1-9/20",
        "bytes 0-9/99999999999999999999",
        "chars 0-9/10"
      })
  void aRangeMustHaveItsForm(String range) throws IOException {
    try (LoopbackServer server = new LoopbackServer(new byte[0]).then(answer(range, 10))) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly(
              "found Content-Range \"%s\", expected \"bytes <first>-<last>/<all>\""
                  .formatted(range));
    }
  }

  @Test
  void shortensLongHeadersInMessages() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(new byte[0]).then(answer("x".repeat(1000), 10))) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly(
              "found Content-Range \"%s...\", expected \"bytes <first>-<last>/<all>\""
                  .formatted("x".repeat(60)));
    }
  }

  @Test
  void refusesAnotherRangeForTheEnd() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(new byte[0]).then(answer("bytes 0-9/4000000000", 10))) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly(
              "found Content-Range \"bytes 0-9/4000000000\", expected \"bytes"
                  + " 3999868928-3999999999/4000000000\"");
    }
  }

  @Test
  void refusesAnotherRange() throws IOException {
    byte[] archive = Downloads.archive();
    try (LoopbackServer server =
        new LoopbackServer(archive).then(null, answer("bytes 0-9/" + archive.length, 10))) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .hasSize(1)
          .allMatch(
              reason ->
                  reason.matches(
                      "found Content-Range \"bytes 0-9/%d\", expected \"bytes [0-9]+-[0-9]+/%d\""
                          .formatted(archive.length, archive.length)));
    }
  }

  @Test
  void theLengthMustBeTheRanges() throws IOException {
    try (LoopbackServer server = new LoopbackServer(new byte[0]).then(answer("bytes 0-9/10", 11))) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly("found Content-Length 11, expected 10");
    }
  }
}
