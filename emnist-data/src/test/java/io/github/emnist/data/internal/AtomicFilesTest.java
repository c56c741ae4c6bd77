package io.github.emnist.data.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Distinguishes failures of writing from failures of the content. */
class AtomicFilesTest {
  @TempDir private Path folder;

  /** An interrupted thread's channel is closed under it, as near as a test comes to a full disk. */
  @Test
  void aFailedWriteNamesTheFile() throws IOException {
    Path file = folder.resolve("file");
    try (AtomicFiles files = new AtomicFiles()) {
      assertThatThrownBy(
              () ->
                  files.write(
                      file,
                      out -> {
                        Thread.currentThread().interrupt();
                        out.write(1);
                      }))
          .isInstanceOf(FileSystemException.class)
          .hasMessageStartingWith(file + ": cannot be written: ")
          .hasCauseInstanceOf(ClosedChannelException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void passesFailuresOfTheContentOn() throws IOException {
    MalformedDataException failure = new MalformedDataException("archive", 3, "this", "that");
    try (AtomicFiles files = new AtomicFiles()) {
      assertThatThrownBy(
              () ->
                  files.write(
                      folder.resolve("file"),
                      out -> {
                        throw failure;
                      }))
          .isSameAs(failure);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileIsWrittenAndReplaced() throws IOException {
    Path file = folder.resolve("file");
    AtomicFiles.write(file, new byte[] {1, 2, 3});
    AtomicFiles.write(file, new byte[] {4});
    assertThat(file).hasBinaryContent(new byte[] {4});
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void missingFolder() {
    Path file = folder.resolve("missing").resolve("file");
    assertThatThrownBy(() -> AtomicFiles.write(file, new byte[1]))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(file + ": its folder does not exist");
  }

  @Test
  void twoWritersOfOneFileDoNotConflict() throws IOException {
    Path file = folder.resolve("file");
    try (AtomicFiles one = new AtomicFiles();
        AtomicFiles other = new AtomicFiles()) {
      one.write(file, out -> out.write(new byte[] {1, 1, 1}));
      other.write(file, out -> out.write(new byte[] {2}));
      one.commit();
      assertThat(file).hasBinaryContent(new byte[] {1, 1, 1});
      other.commit();
    }
    assertThat(file).hasBinaryContent(new byte[] {2});
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void deletesOldFilesOfKilledProcesses() throws IOException {
    Path file = folder.resolve("file");
    Path young = Files.createFile(AtomicFiles.temporary(file));
    Path old = Files.createFile(AtomicFiles.temporary(file));
    Path ofOther = Files.createFile(AtomicFiles.temporary(folder.resolve("file.b")));
    Path mine = Files.createFile(folder.resolve(".file.notes.tmp"));
    for (Path path : List.of(old, ofOther, mine)) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }

    AtomicFiles.write(file, new byte[1]);

    assertThat(folder).isDirectoryNotContaining(old::equals);
    assertThat(List.of(young, ofOther, mine)).allMatch(Files::exists);
  }
}
