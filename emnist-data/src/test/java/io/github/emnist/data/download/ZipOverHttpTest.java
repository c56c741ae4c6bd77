package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of small archives with a few bytes changed: nothing but an IOException comes out. */
class ZipOverHttpTest {
  @TempDir Path folder;

  @Test
  void damagedArchivesEndInAReportOrAnIoException() throws IOException {
    byte[][] archives = {
      ZipFixture.deflated(TinyEmnist.gzip(EmnistSplit.LETTERS, 1, 1)),
      ZipFixture.stored(TinyEmnist.plain(EmnistSplit.LETTERS, 1, 0)),
      Zip64Fixture.from(0, TinyEmnist.gzip(EmnistSplit.LETTERS, 1, 1))
    };
    int reports = 0;
    int failures = 0;
    for (int i = 0; i < 120; i++) {
      CounterRandom random = new CounterRandom(11, i, 0);
      byte[] archive = archives[i % archives.length];
      byte[] input = new byte[archive.length + 1];
      System.arraycopy(archive, 0, input, 1, archive.length);
      input[0] = i % 4 == 0 ? (byte) random.nextInt(32) : 0;
      // Mostly in the directory, where the lies are.
      int directory = Math.max(1, input.length - 700);
      for (int change = random.nextInt(4); change > 0; change--) {
        int at = random.nextInt(3) == 0 ? 1 : directory;
        input[at + random.nextInt(input.length - at)] = (byte) random.nextLong();
      }
      try {
        ZipOverHttp.run(input, folder);
        reports++;
      } catch (IOException e) {
        failures++;
      }
      empty();
    }
    assertThat(reports).isGreaterThan(15);
    assertThat(failures).isGreaterThan(36);
  }

  private void empty() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
