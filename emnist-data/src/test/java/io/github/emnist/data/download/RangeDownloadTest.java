package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSource;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import io.github.emnist.data.internal.Sha256;
import io.github.emnist.data.internal.archive.ZipDirectory;
import io.github.emnist.data.io.EmnistReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One split out of an archive of several, by HTTP ranges. */
class RangeDownloadTest {
  private static final long SPLIT_BYTES =
      Downloads.LETTERS.values().stream().mapToLong(bytes -> bytes.length).sum();

  @TempDir Path folder;

  @Test
  void fetchesOnlyOneSplitsMembersInOneRequestEach() throws IOException {
    byte[] archive = Downloads.archive();
    try (LoopbackServer server = new LoopbackServer(archive)) {
      Downloads downloads = new Downloads(folder, server.uri());
      DownloadReport report = downloads.run();
      assertThat(server.ranges())
          .hasSize(5)
          .startsWith("bytes=-131072")
          .allMatch(range -> range.startsWith("bytes="));
      assertThat(server.seen().subList(1, 5)).allMatch(seen -> "\"one\"".equals(seen.ifRange()));
      assertThat(server.sent())
          .isBetween(SPLIT_BYTES, SPLIT_BYTES + ZipDirectory.TAIL_BYTES + 70_000);
      assertThat(archive.length).isGreaterThan((int) (SPLIT_BYTES * 1.7));
      assertThat(report.verified()).isTrue();
      assertThat(report.mirror()).contains(server.uri());
      assertThat(report.received()).isBetween(SPLIT_BYTES, SPLIT_BYTES + 500);
      assertThat(downloads.files()).containsExactlyInAnyOrderElementsOf(Downloads.LETTERS.keySet());
      for (DownloadedFile file : report.files()) {
        byte[] original = Downloads.LETTERS.get(file.path().getFileName().toString());
        assertThat(file.path()).hasBinaryContent(original);
        assertThat(file.bytes()).isEqualTo(original.length);
        assertThat(file.sha256()).isEqualTo(Sha256.of(original));
      }
    }
  }

  @Test
  void opensWhatItFetched(@TempDir Path originals) throws IOException {
    TinyEmnist.write(originals, Downloads.LETTERS);
    try (LoopbackServer server = new LoopbackServer(ZipFixture.stored(Downloads.LETTERS))) {
      EmnistSource source =
          new Downloads(folder, server.uri()).builder.build().open(EmnistSplit.LETTERS);
      EmnistSource expected = EmnistReader.open(originals);
      assertThat(source.train().contentSha256()).isEqualTo(expected.train().contentSha256());
      assertThat(source.test().contentSha256()).isEqualTo(expected.test().contentSha256());
    }
  }

  @Test
  void secondCallSendsNoRequest() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      new Downloads(folder, server.uri()).run();
      DownloadReport again = new Downloads(folder, server.uri()).run();
      assertThat(server.seen()).hasSize(5);
      assertThat(again.mirror()).isEqualTo(Optional.empty());
      assertThat(again.received()).isZero();
      assertThat(again.verified()).isTrue();
      assertThat(again.files()).hasSize(4);
    }
  }

  @Test
  void fetchesOnlyWhatIsMissing() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      new Downloads(folder, server.uri()).run();
      Files.delete(folder.resolve("emnist-letters-test-labels-idx1-ubyte.gz"));
      Downloads second = new Downloads(folder, server.uri());
      second.run();
      assertThat(server.seen()).hasSize(7);
      assertThat(second.recorder.lines)
          .containsExactly("mirror /gzip.zip", "fetched emnist-letters-test-labels-idx1-ubyte.gz");
    }
  }

  @Test
  void reportsEveryFileAndItsBytes() throws IOException {
    try (LoopbackServer server = new LoopbackServer(ZipFixture.stored(Downloads.LETTERS))) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.run();
      assertThat(downloads.recorder.lines)
          .startsWith("mirror /gzip.zip", "fetched emnist-letters-train-images-idx3-ubyte.gz")
          .hasSize(5);
      Downloads.LETTERS.forEach(
          (name, bytes) ->
              assertThat(downloads.recorder.progress)
                  .contains(name + " " + bytes.length + "/" + bytes.length));
    }
  }

  @Test
  void needsNoTagsOrDates() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive()).tagged(null, null)) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
      assertThat(server.seen()).allMatch(seen -> seen.ifRange() == null);
    }
  }
}
