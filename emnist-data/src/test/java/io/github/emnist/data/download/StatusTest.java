package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the handling of each status without content. */
class StatusTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "400, bad request",
    "401, not authorised",
    "403, forbidden",
    "404, not found",
    "410, gone"
  })
  void triesTheNextMirrorAfterARefusal(int status, String name) throws IOException {
    try (LoopbackServer refuses =
            new LoopbackServer(new byte[0]).then(LoopbackServer.status(status));
        LoopbackServer serves = new LoopbackServer(Downloads.archive())) {
      Downloads downloads = new Downloads(folder, refuses.uri("/first"), serves.uri("/second"));
      assertThat(downloads.run().mirror()).contains(serves.uri("/second"));
      assertThat(downloads.waits).isEmpty();
      assertThat(refuses.seen()).hasSize(1);
      assertThat(downloads.recorder.lines)
          .startsWith(
              "mirror /first", "failed: status " + status + " (" + name + ")", "mirror /second");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "408, request timeout",
    "425, too early",
    "429, too many requests",
    "500, internal server error",
    "502, bad gateway",
    "503, service unavailable",
    "504, gateway timeout"
  })
  void retriesTemporaryFailures(int status, String name) throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(Downloads.archive()).then(LoopbackServer.status(status), null, null)) {
      server.then(LoopbackServer.status(status));
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      String reason = "status " + status + " (" + name + ")";
      assertThat(downloads.recorder.lines).contains("retry 1: " + reason, "retry 2: " + reason);
      assertThat(downloads.waits).hasSize(2);
      assertThat(downloads.waits.get(0)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    }
  }

  @Test
  void aStatusWithoutANameIsANumber() throws IOException {
    try (LoopbackServer server = new LoopbackServer(new byte[0]).then(LoopbackServer.status(418))) {
      assertThat(new Downloads(folder, server.uri()).reasons()).containsExactly("status 418");
    }
  }

  @Test
  void retryAfterIsHonoured() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(Downloads.archive())
            .then(
                LoopbackServer.status(429, "Retry-After", "7"),
                LoopbackServer.status(503, "Retry-After", "0"),
                LoopbackServer.status(503, "Retry-After", "soon"))) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.run();
      assertThat(downloads.waits).hasSize(3);
      assertThat(downloads.waits.get(0)).isEqualTo(Duration.ofSeconds(7));
      assertThat(downloads.waits.get(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
      assertThat(downloads.waits.get(2)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mon, 01 Jan 2024 00:00:30 GMT | Mon, 01 Jan 2024 00:00:00 GMT | PT30S",
        "Mon, 01 Jan 2024 00:00:00 GMT | Mon, 01 Jan 2024 00:00:30 GMT | ",
        "Mon, 01 Jan 2024 00:00:30 GMT | never | ",
        "120 | | PT120S",
        "-5 | | ",
        "99999999999 | | "
      })
  void retryAfterMayBeADateOnTheServersClock(String value, String date, Duration wait) {
    Http.Response answer =
        new Http.Response(
            URI.create("https://host/"),
            503,
            HttpHeaders.of(
                Map.of("Retry-After", List.of(value), "Date", List.of(date == null ? "" : date)),
                (name, v) -> true),
            InputStream.nullInputStream());
    assertThat(HttpFailure.retryAfter(HttpFailure.ofStatus(answer)))
        .isEqualTo(Optional.ofNullable(wait));
  }

  @Test
  void givesUpOnALongRetryAfter() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(Downloads.archive())
            .then(LoopbackServer.status(429, "Retry-After", "3600"))) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.reasons())
          .containsExactly("status 429 (too many requests), which asks to wait 3600 s");
      assertThat(downloads.waits).isEmpty();
    }
  }

  @Test
  void theErrorListsEveryMirror() throws IOException {
    try (LoopbackServer first = new LoopbackServer(new byte[0]);
        LoopbackServer second = new LoopbackServer(new byte[0])) {
      first.then(LoopbackServer.status(404));
      Collections.nCopies(3, LoopbackServer.status(500)).forEach(second::then);
      Downloads downloads = new Downloads(folder, first.uri(), second.uri());
      downloads.builder.retries(2);
      downloads
          .fails()
          .hasMessageStartingWith(
              "letters could not be downloaded: %s: status 404 (not found); %s: status 500 (internal server error) (tried 3 times). Check the network"
                  .formatted(first.uri(), second.uri()))
          .satisfies(
              e ->
                  assertThat(Arrays.stream(e.getSuppressed()).map(Throwable::getMessage))
                      .containsExactly(
                          "status 404 (not found)", "status 500 (internal server error)"));
    }
  }
}
