package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which bytes of an earlier attempt are trusted. */
class PartFileTest {
  @TempDir Path folder;

  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = folder.resolve("x.part");
    try (PartFile part = new PartFile(path, "identity", true)) {
      part.beginsAt(77);
      part.append(new byte[1000], 1000);
    }
  }

  private long believed(String identity) throws IOException {
    try (PartFile part = new PartFile(path, identity, true)) {
      assertThat(part.resumed()).isEqualTo(part.length() > 0);
      assertThat(part.data()).isEqualTo(part.resumed() ? 77 : 0);
      assertThat(Files.size(path)).isEqualTo(part.length());
      return part.length();
    }
  }

  @Test
  void resumesFromTheSyncedBytes() throws IOException {
    assertThat(believed("identity")).isEqualTo(1000);
  }

  @Test
  void ignoresAPartOfAnotherFile() throws IOException {
    assertThat(believed("another")).isZero();
    assertThat(believed("identity")).isZero();
  }

  @Test
  void ignoresAPartWithoutALog() throws IOException {
    Files.delete(PartFile.log(path));
    assertThat(believed("identity")).isZero();
  }

  @Test
  void trustsOnlyExistingBytes() throws IOException {
    Files.write(path, new byte[600]);
    assertThat(believed("identity")).isEqualTo(600);
  }

  @Test
  void trustsOnlyTheLoggedLength() throws IOException {
    Files.write(path, new byte[5000]);
    assertThat(believed("identity")).isEqualTo(1000);
  }

  @Test
  void ignoresATruncatedLogLine() throws IOException {
    Path log = PartFile.log(path);
    Files.write(path, new byte[5000]);
    Files.writeString(log, Files.readString(log) + "synced 4000");
    assertThat(believed("identity")).isEqualTo(1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "emnist part 1\n",
        "emnist part 2\nid x\ndata 77\nsynced 10\n",
        "\u0000"
      })
  void ignoresALogOfAnotherForm(String text) throws IOException {
    Files.writeString(PartFile.log(path), text);
    assertThat(believed("identity")).isZero();
  }

  @Test
  void ignoresALogWithAnotherId() throws IOException {
    Path log = PartFile.log(path);
    Files.writeString(log, Files.readString(log) + "synced -1\n");
    assertThat(believed("identity")).isZero();
  }
}
