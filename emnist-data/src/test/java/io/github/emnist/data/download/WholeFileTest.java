package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that send the archive only as a whole. */
class WholeFileTest {
  @TempDir Path folder;

  private final byte[] archive = Downloads.archive();

  @Test
  void unpacksMembersOfTheWhole() throws IOException {
    try (LoopbackServer server = new LoopbackServer(archive).withoutRanges()) {
      Downloads downloads = new Downloads(folder, server.uri());
      DownloadReport report = downloads.run();
      assertThat(report.verified()).isTrue();
      assertThat(report.received()).isEqualTo(archive.length);
      assertThat(server.seen()).hasSize(1);
      assertThat(downloads.files()).containsExactlyInAnyOrderElementsOf(Downloads.LETTERS.keySet());
      assertThat(downloads.recorder.progress)
          .contains("archive " + archive.length + "/" + archive.length);
    }
  }

  @Test
  void lengthMayBeUnknown() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(archive)
            .then(
                exchange -> {
                  exchange.sendResponseHeaders(200, 0); // chunked
                  try (OutputStream out = exchange.getResponseBody()) {
                    out.write(archive);
                  }
                })) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
    }
  }

  @Test
  void fetchesTheWholeAfter416() throws IOException {
    try (LoopbackServer server = new LoopbackServer(archive).then(LoopbackServer.status(416))) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
      assertThat(server.ranges()).containsExactly("bytes=-131072", null);
    }
  }

  @Test
  void resumesWithRangesFromTheStart() throws IOException {
    try (RawServer broken =
        new RawServer(archive, false, false, (request, head, body) -> head + 300_000)) {
      Downloads downloads = new Downloads(folder, broken.uri());
      downloads.builder.retries(0);
      downloads
          .fails()
          .hasMessageStartingWith(
              "letters could not be downloaded: " + broken.uri() + ": the connection was cut. ");
      String part = downloads.files().get(0);
      assertThat(part).matches("emnist-archive-[0-9a-f]{12}.zip.part");
      long kept = folder.resolve(part).toFile().length();
      assertThat(kept).isBetween(1L, 300_000L);
    }
    // The same address has to come back, since the part is that address's: so one server, twice.
    try (LoopbackServer server = new LoopbackServer(archive).withoutSuffixRanges()) {
      server.then(
          exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"one\"");
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive, 0, 300_000);
            exchange.getResponseBody().flush();
            throw new IOException("cut");
          });
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(downloads.recorder.lines.get(1)).isEqualTo("retry 1: the connection was cut");
      assertThat(server.ranges()).hasSize(3);
      assertThat(server.ranges().get(2)).matches("bytes=[0-9]{5,6}-");
      assertThat(server.seen().get(2).ifRange()).isEqualTo("\"one\"");
    }
  }

  @Test
  void restartsWithoutRanges() throws IOException {
    try (RawServer server =
        new RawServer(
            archive,
            false,
            false,
            (request, head, body) -> request == 0 ? head + 300_000 : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.run().verified()).isTrue();
      assertThat(server.asked()).hasSize(3);
      assertThat(downloads.files()).containsExactlyInAnyOrderElementsOf(Downloads.LETTERS.keySet());
    }
  }

  /** Each attempt receives more than a megabyte, but none more than the one before. */
  @Test
  void givesUpWithoutProgress() throws IOException {
    byte[] large = ZipFixture.stored(TinyEmnist.gzip(EmnistSplit.LETTERS, 4000, 10));
    int cut = 3 * PartFile.SYNC_BYTES / 2;
    try (RawServer server =
        new RawServer(
            large,
            false,
            false,
            (request, head, body) -> request < 20 ? head + cut : Long.MAX_VALUE)) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.retries(2);
      assertThat(downloads.reasons()).containsExactly("the connection was cut");
      assertThat(downloads.waits).hasSize(2);
    }
  }

  @Test
  void restartsAfterAChange() throws IOException {
    try (LoopbackServer server = new LoopbackServer(archive).withoutSuffixRanges()) {
      server.then(
          exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"zero\"");
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(new byte[] {'P', 'K', 3, 4});
            exchange.getResponseBody().write(new byte[300_000]);
            exchange.getResponseBody().flush();
            throw new IOException("cut");
          });
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
      assertThat(server.ranges()).containsExactly("bytes=-131072", "bytes=-131072");
    }
  }

  @Test
  void namesWhatIsNotAnArchive() throws IOException {
    try (LoopbackServer server = new LoopbackServer("not an archive".getBytes()).withoutRanges()) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly("found bytes 6e6f7420, expected 504b0304, a ZIP archive");
    }
    try (LoopbackServer server = new LoopbackServer(new byte[0]).withoutRanges()) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly("found nothing, expected 504b0304, a ZIP archive");
    }
  }

  @Test
  void deletesAMalformedWholeArchive() throws IOException {
    byte[] cut = Arrays.copyOf(archive, archive.length - 30);
    try (LoopbackServer server = new LoopbackServer(cut).withoutRanges()) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.reasons().get(0))
          .startsWith("byte " + (cut.length - 1) + ": found no ZIP directory that can be read (")
          .endsWith("), expected one at the end");
      assertThat(downloads.files()).isEmpty();
    }
  }

  @Test
  void deletesHalfAnArchiveAfterAnotherMirrorServes() throws IOException {
    try (RawServer broken =
            new RawServer(archive, false, false, (request, head, body) -> head + 300_000);
        LoopbackServer good = new LoopbackServer(archive)) {
      Downloads downloads = new Downloads(folder, broken.uri(), good.uri());
      downloads.builder.retries(0);
      assertThat(downloads.run().mirror()).contains(good.uri());
      assertThat(downloads.files()).containsExactlyInAnyOrderElementsOf(Downloads.LETTERS.keySet());
    }
  }

  @Test
  void refusesCompressedResponses() throws IOException {
    try (LoopbackServer server =
        new LoopbackServer(archive)
            .then(
                exchange -> {
                  exchange.getResponseHeaders().set("Content-Encoding", "gzip");
                  exchange.sendResponseHeaders(200, archive.length);
                  exchange.getResponseBody().write(archive);
                })) {
      assertThat(new Downloads(folder, server.uri()).reasons())
          .containsExactly("found Content-Encoding \"gzip\", expected none");
    }
  }
}
