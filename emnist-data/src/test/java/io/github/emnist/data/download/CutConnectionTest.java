package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that end early, or stall, at every stage. */
class CutConnectionTest {
  @TempDir Path folder;

  private final byte[] archive = Downloads.archive();

  /** Request 0 is the archive's end, 1 the training images, 2 their labels, 3 and 4 the test's. */
  @ParameterizedTest
  @CsvSource({
    "0, 10", // in the status line
    "0, 100", // in the headers
    "0, 1000", // in the archive's end
    "1, 16",
    "1, 120", // in the local header
    "1, 150000", // in the data
    "2, 200",
    "3, 100000",
    "4, 180"
  })
  void retriesAfterACut(int request, int bytes) throws IOException {
    try (RawServer server =
        new RawServer(
            archive, true, false, (r, head, body) -> r == request ? bytes : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines).contains("retry 1: the connection was cut");
      assertThat(downloads.waits).hasSize(1);
      assertThat(downloads.files()).containsExactlyInAnyOrderElementsOf(Downloads.LETTERS.keySet());
    }
  }

  /** The JDK's client retries by itself if a connection ends before its first byte. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void retriesAfterAConnectionWithoutBytes(int request) throws IOException {
    try (RawServer server =
        new RawServer(archive, true, false, (r, head, body) -> r == request ? 0 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(server.asked()).hasSize(6);
    }
  }

  @Test
  void retriesAfterACutInALongDirectory() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(Downloads.LETTERS);
    for (int i = 0; i < 3000; i++) {
      files.put("other-file-number-" + i, new byte[0]);
    }
    try (RawServer server =
        new RawServer(
            ZipFixture.stored(files),
            true,
            false,
            (r, head, body) -> r == 1 ? head + 1000 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines).contains("retry 1: the connection was cut");
    }
  }

  @Test
  void cutAtTheLastByteFetchesOneByteMore() throws IOException {
    try (RawServer server =
        new RawServer(
            ZipFixture.stored(Downloads.LETTERS),
            true,
            false,
            (r, head, body) -> r == 1 ? head + body - 1 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      String[] first = server.asked().get(1).substring(6).split("-");
      String[] second = server.asked().get(3).substring(6).split("-");
      assertThat(server.asked().get(2)).isEqualTo("bytes=-131072");
      assertThat(second[0]).isEqualTo(second[1]).isEqualTo(first[1]);
    }
  }

  @Test
  void resumesWithTheReceivedBytes() throws IOException {
    try (RawServer server =
        new RawServer(
            ZipFixture.stored(Downloads.LETTERS),
            true,
            false,
            (r, head, body) -> r == 1 ? head + 250_000 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.run();
      long begin = Long.parseLong(server.asked().get(1).substring(6).split("-")[0]);
      long goesOn = Long.parseLong(server.asked().get(3).substring(6).split("-")[0]);
      assertThat(begin).isZero();
      // Bytes in the client's own buffers may be lost when the connection breaks.
      assertThat(goesOn).isBetween(150_000L, 250_000L);
    }
  }

  @Test
  void retriesEnd() throws IOException {
    try (RawServer server = new RawServer(archive, true, false, (r, head, body) -> 0)) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.retries(2);
      downloads
          .fails()
          .isInstanceOf(EmnistDownloader.DownloadException.class)
          .hasMessage(
              "letters could not be downloaded: "
                  + server.uri()
                  + ": the connection was cut (tried 3 times). Check the network and the proxy"
                  + " (-Dhttps.proxyHost, -Dhttps.proxyPort) and try again: what has arrived is"
                  + " kept. Or fetch the archive by hand and put "
                  + String.join(", ", Downloads.LETTERS.keySet())
                  + " into "
                  + folder);
      assertThat(downloads.waits).hasSize(2);
      assertThat(downloads.recorder.lines)
          .containsExactly(
              "mirror /gzip.zip",
              "retry 1: the connection was cut",
              "retry 2: the connection was cut",
              "failed: the connection was cut");
    }
  }

  @Test
  void connectionRefused() throws IOException {
    RawServer server = new RawServer(archive, true, false, (r, head, body) -> 0);
    server.close();
    Downloads downloads = new Downloads(folder, server.uri());
    downloads.builder.retries(0);
    assertThat(downloads.reasons()).isEqualTo(List.of("connection refused"));
  }

  @Test
  void anInterruptEndsTheDownload() throws Exception {
    try (RawServer server =
        new RawServer(
            archive, true, true, (r, head, body) -> r == 1 ? head + 5000 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      Thread downloading = Thread.currentThread();
      Thread interrupting =
          new Thread(
              () -> {
                while (downloads.recorder.progress.isEmpty()) {
                  Thread.onSpinWait();
                }
                downloading.interrupt();
              });
      interrupting.start();
      downloads
          .fails()
          .isInstanceOf(InterruptedIOException.class)
          .hasMessage("interrupted while downloading");
      assertThat(Thread.interrupted()).isTrue();
      interrupting.join();
      assertThat(downloads.recorder.lines).containsExactly("mirror /gzip.zip");
    }
  }

  @Test
  void givesUpOnASilentServer() throws IOException {
    try (RawServer server = new RawServer(archive, true, true, (r, head, body) -> 0)) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.retries(0).readTimeout(Duration.ofMillis(100));
      assertThat(downloads.reasons()).containsExactly("no answer in time");
    }
  }

  @Test
  void givesUpOnASilentBody() throws IOException {
    try (RawServer server =
        new RawServer(
            archive, true, true, (r, head, body) -> r == 1 ? head + 5000 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.retries(0).readTimeout(Duration.ofMillis(300));
      assertThat(downloads.reasons()).containsExactly("no byte arrived for 300 ms");
    }
  }
}
