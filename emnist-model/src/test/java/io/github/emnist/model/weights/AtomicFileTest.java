package io.github.emnist.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path dir;

  @Test
  void aFileIsWrittenAndReplaced() throws IOException {
    Path file = dir.resolve("file");
    AtomicFile.write(file, new byte[] {1, 2, 3});
    AtomicFile.write(file, new byte[] {4});
    assertThat(file).hasBinaryContent(new byte[] {4});
    assertThat(dir.toFile().list()).containsExactly("file");
  }

  @Test
  void aFailedWriteLeavesNothingBehind() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("folder"));
    Files.writeString(folder.resolve("content"), "stays");
    assertThatThrownBy(() -> AtomicFile.write(folder, new byte[1])).isInstanceOf(IOException.class);
    assertThat(folder.resolve("content")).hasContent("stays");
    assertThat(dir.toFile().list()).containsExactly("folder");
  }

  @Test
  void whatWentWrongFirstIsReported() throws IOException {
    Path file = dir.resolve("file");
    Path inTheWay = Files.createDirectory(AtomicFile.temporary(file));
    Files.writeString(inTheWay.resolve("content"), "neither written to nor deleted");
    assertThatThrownBy(() -> AtomicFile.write(file, new byte[1]))
        .isInstanceOf(FileSystemException.class)
        .isNotInstanceOf(DirectoryNotEmptyException.class)
        .hasMessageStartingWith(inTheWay.toString())
        .satisfies(
            e ->
                assertThat(e.getSuppressed())
                    .singleElement()
                    .isInstanceOf(DirectoryNotEmptyException.class));
  }

  @Test
  void theFolderMustBeThere() {
    Path file = dir.resolve("missing").resolve("file");
    assertThatThrownBy(() -> AtomicFile.write(file, new byte[1]))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(AtomicFile.temporary(file).toString());
  }
}
