package io.github.emnist.data.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails while a file is written: the writing is told from what is written. */
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
  void aFailureOfTheContentStaysAsItIs() throws IOException {
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
}
