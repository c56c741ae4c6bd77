package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that change while they are read. */
class ChangedFileTest {
  @TempDir Path folder;

  private final byte[] archive = Downloads.archive();

  private static final String CHANGED =
      "retry 1: the archive changed while it was read (the server ";

  /** Before the response, the archive and its validators change. */
  private HttpHandler changing(LoopbackServer server, byte[] other, String tag, String date) {
    return (HttpExchange exchange) -> {
      server.content(other);
      server.tagged(tag, date);
      server.serve(exchange);
    };
  }

  /** The same members after another one, so that all offsets differ. */
  private static byte[] other() {
    return ZipFixture.stored(Downloads.LETTERS);
  }

  @Test
  void serverDetectsAnotherTag() throws IOException {
    try (LoopbackServer server = new LoopbackServer(archive)) {
      server.then(null, null, changing(server, other(), "\"two\"", null));
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines).contains(CHANGED + "answered a range with status 200)");
    }
  }

  @Test
  void detectsAnotherDate() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(archive).tagged(null, "Mon, 01 Jan 2024 00:00:00 GMT")) {
      server.then(null, null, changing(server, archive, null, "Tue, 02 Jan 2024 00:00:00 GMT"));
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines)
          .contains(CHANGED + "has another length, ETag or date now)");
    }
  }

  @Test
  void detectsAnotherLength() throws IOException {
    try (LoopbackServer server = new LoopbackServer(archive).tagged(null, null)) {
      server.then(null, changing(server, other(), null, null));
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines)
          .contains(CHANGED + "has another length, ETag or date now)");
    }
  }

  @Test
  void givesUpOnAnArchiveThatKeepsChanging() throws IOException {
    try (LoopbackServer server = new LoopbackServer(archive)) {
      int[] tag = {0};
      HttpHandler changes =
          exchange -> {
            server.tagged("\"" + tag[0]++ + "\"", null);
            server.serve(exchange);
          };
      server.then(changes, changes, changes, changes);
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.retries(1);
      assertThat(downloads.reasons())
          .containsExactly(
              "the archive changed while it was read (the server answered a range with status"
                  + " 200)");
    }
  }

  /** Same length, same place, no validators: only the checksum can tell. */
  @Test
  void checksumDetectsAPartOfAnotherArchive() throws IOException {
    Map<String, byte[]> spoilt = new LinkedHashMap<>(Downloads.LETTERS);
    String name = "emnist-letters-train-images-idx3-ubyte.gz";
    byte[] bytes = spoilt.get(name).clone();
    bytes[100_000] ^= 1;
    spoilt.put(name, bytes);
    byte[] good = ZipFixture.stored(Downloads.LETTERS);
    try (LoopbackServer server = new LoopbackServer(good).tagged(null, null)) {
      server.then(
          null,
          exchange -> {
            server.content(ZipFixture.stored(spoilt));
            server.serve(exchange);
            server.content(good);
          });
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines.get(1))
          .startsWith("retry 1: " + name + ": found data of CRC-32 ")
          .matches(
              ".*found data of CRC-32 [0-9a-f]{8}, expected [0-9a-f]{8}, as the directory says");
      assertThat(server.seen()).hasSize(7);
    }
  }

  @Test
  void givesUpAfterTwoWrongChecksums() throws IOException {
    Map<String, byte[]> others = TinyEmnist.gzip(EmnistSplit.LETTERS, 400, 260);
    String name = "emnist-letters-test-labels-idx1-ubyte.gz";
    byte[] bytes = others.get(name).clone();
    bytes[4] ^= 1; // the time stamp: as good a gzip file as before, and of the same length
    others.put(name, bytes);
    try (LoopbackServer server = new LoopbackServer(ZipFixture.deflated(others))) {
      Downloads downloads = new Downloads(folder, server.uri());
      String reason =
          name
              + ": found SHA-256 "
              + Sha256.of(bytes)
              + ", expected "
              + Sha256.of(Downloads.LETTERS.get(name));
      assertThat(downloads.reasons()).containsExactly(reason);
      assertThat(downloads.recorder.lines).endsWith("retry 1: " + reason, "failed: " + reason);
      assertThat(downloads.files()).hasSize(3).doesNotContain(name);
    }
  }

  @Test
  void doesNotFetchAFileOfAnotherLength() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(ZipFixture.stored(TinyEmnist.gzip(EmnistSplit.LETTERS, 399, 260)))) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.reasons())
          .hasSize(1)
          .allMatch(
              reason ->
                  reason.matches(
                      "emnist-letters-train-images-idx3-ubyte.gz: found [0-9]+ bytes, expected"
                          + " [0-9]+"));
      assertThat(server.seen()).hasSize(1);
    }
  }
}
