package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport;
import io.github.emnist.data.download.EmnistDownloader.DownloadReport.DownloadedFile;
import io.github.emnist.data.internal.Sha256;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the handling of existing files. */
class CacheTest {
  private static final String LABELS = "emnist-letters-test-labels-idx1-ubyte.gz";
  private static final String PLAIN = "emnist-letters-test-labels-idx1-ubyte";

  @TempDir Path folder;

  private static String names() {
    return String.join(", ", Downloads.LETTERS.keySet());
  }

  @Test
  void aDamagedFileIsSetAsideAndFetchedAgain() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      new Downloads(folder, server.uri()).run();
      byte[] damaged = Files.readAllBytes(folder.resolve(LABELS));
      damaged[20] ^= 1;
      Files.write(folder.resolve(LABELS), damaged);
      Downloads again = new Downloads(folder, server.uri());
      assertThat(again.run().verified()).isTrue();
      String aside = LABELS + ".corrupt-" + Sha256.of(damaged).substring(0, 8);
      assertThat(again.recorder.lines)
          .containsExactly("mirror /gzip.zip", "set aside " + aside, "fetched " + LABELS);
      assertThat(folder.resolve(aside)).hasBinaryContent(damaged);
      assertThat(folder.resolve(LABELS)).hasBinaryContent(Downloads.LETTERS.get(LABELS));
      assertThat(server.seen()).hasSize(7);
      assertThat(again.builder.build().open(EmnistSplit.LETTERS).test().size()).isEqualTo(260);
    }
  }

  @Test
  void acceptsFilesCopiedByHand() throws IOException {
    TinyEmnist.write(folder, Downloads.LETTERS);
    try (LoopbackServer server = new LoopbackServer(new byte[0])) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.offline(true);
      assertThat(downloads.run().verified()).isTrue();
      assertThat(server.seen()).isEmpty();
      assertThat(folder.resolve(".emnist.lock")).doesNotExist(); // a read-only folder will do
    }
  }

  @Test
  void offlineSaysWhatIsMissingAndTheRemedy() throws IOException {
    try (LoopbackServer server = new LoopbackServer(new byte[0])) {
      Downloads downloads = new Downloads(folder.resolve("no"), server.uri());
      downloads.builder.offline(true);
      downloads
          .fails()
          .hasMessage(
              folder.resolve("no")
                  + ": found no complete and undamaged letters, and the downloader is"
                  + " offline; go online once, or put "
                  + names()
                  + " there");
      assertThat(server.seen()).isEmpty();
      assertThat(folder.resolve("no")).doesNotExist();
    }
  }

  @Test
  void unknownContentIsReportedAndRecognisedLater() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      Downloads first = new Downloads(folder, server.uri());
      first.builder.verifiedOnly(false).checksums(Checksums.official());
      assertThat(first.run().verified()).isFalse();
      assertThat(first.run().files()).hasSize(4).noneMatch(DownloadedFile::verified);
      assertThat(server.seen()).hasSize(5);

      Files.write(folder.resolve(LABELS), new byte[3]);
      DownloadReport repaired = first.run();
      assertThat(server.seen()).hasSize(7);
      assertThat(repaired.files()).hasSize(4);
      assertThat(folder.resolve(LABELS)).hasBinaryContent(Downloads.LETTERS.get(LABELS));
    }
  }

  @Test
  void fetchesUnknownContentAgainIfVerifiedOnly() throws IOException {
    Map<String, byte[]> others = TinyEmnist.gzip(EmnistSplit.LETTERS, 5, 5);
    try (LoopbackServer server = new LoopbackServer(ZipFixture.deflated(others))) {
      Downloads first = new Downloads(folder, server.uri());
      first.builder.verifiedOnly(false);
      assertThat(first.run().verified()).isFalse();
      server.content(Downloads.archive());
      Downloads second = new Downloads(folder, server.uri());
      assertThat(second.run().verified()).isTrue();
      assertThat(second.recorder.lines).filteredOn(l -> l.startsWith("set aside")).hasSize(4);
    }
  }

  @Test
  void verifiedOnlyNeedsChecksums() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.checksums(Checksums.of(Map.of()));
      downloads
          .fails()
          .hasMessage(
              "checksums: found none for letters, expected one for each of "
                  + names()
                  + ", since verifiedOnly is set");
      assertThat(server.seen()).isEmpty();
    }
  }

  @Test
  void aPlainFileThatWouldBeReadInsteadIsRefused() throws IOException {
    String message =
        folder.resolve(PLAIN)
            + ": found beside "
            + LABELS
            + ", expected only one of them, since a reader takes the plain one; move it away or"
            + " choose another folder";
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      Files.write(folder.resolve(PLAIN), new byte[1]);
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.fails().hasMessage(message);
      assertThat(downloads.files()).isEqualTo(List.of(PLAIN));
      TinyEmnist.write(folder, Downloads.LETTERS);
      downloads.fails().hasMessage(message);
    }
  }

  @Test
  void theSumsAreInTheFormOfSha256sum() throws IOException {
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      new Downloads(folder, server.uri()).run();
      assertThat(folder.resolve(DownloadFolder.SUMS))
          .content()
          .contains(Sha256.of(Downloads.LETTERS.get(LABELS)) + "  " + LABELS + "\n")
          .satisfies(text -> assertThat(text.lines()).hasSize(4));
    }
  }

  @Test
  void fileInsteadOfTheFolderIsALocalFailure() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      Downloads downloads = new Downloads(file, server.uri());
      downloads.fails().isInstanceOf(FileAlreadyExistsException.class);
      assertThat(server.seen()).isEmpty();
    }
  }

  @Test
  void folderInsteadOfAFileIsNoMirrorFailure() throws IOException {
    Path taken = Files.createDirectory(folder.resolve(LABELS));
    try (LoopbackServer server = new LoopbackServer(Downloads.archive())) {
      new Downloads(folder, server.uri())
          .fails()
          .hasMessage(taken + ": found a folder, expected a file or nothing");
      assertThat(taken).isEmptyDirectory();
    }
  }
}
