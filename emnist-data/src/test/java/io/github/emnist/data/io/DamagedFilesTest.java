package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every byte damaged in turn, and every truncation: the typed error or the right data. */
class DamagedFilesTest {
  @TempDir private Path folder;
  private String intact;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES + ".gz"), gzip(images(2, 4, 4)));
    Files.write(folder.resolve(TRAIN_LABELS), labels(3, 9));
    intact = EmnistReader.open(folder).train().contentSha256();
  }

  @Test
  void gzipImages() throws IOException {
    byte[] good = gzip(images(2, 4, 4));
    for (int position = 0; position < good.length; position++) {
      for (int bit = 0; bit < 8; bit++) {
        boolean refused = refusedOrIntact(TRAIN_IMAGES + ".gz", flip(good, position, bit));
        // Most of a gzip header does not affect the data; the last 8 bytes are checksum and length.
        assertThat(refused || position < good.length - 8).isTrue();
      }
    }
  }

  @Test
  void truncatedGzipImages() throws IOException {
    byte[] good = gzip(images(2, 4, 4));
    for (int length = 0; length < good.length; length++) {
      assertThat(refusedOrIntact(TRAIN_IMAGES + ".gz", Arrays.copyOf(good, length))).isTrue();
    }
  }

  @Test
  void headerOfPlainImages() throws IOException {
    Files.delete(folder.resolve(TRAIN_IMAGES + ".gz"));
    byte[] good = images(2, 4, 4);
    for (int position = 0; position < 16; position++) {
      for (int bit = 0; bit < 8; bit++) {
        assertThat(refusedOrIntact(TRAIN_IMAGES, flip(good, position, bit))).isTrue();
      }
    }
  }

  private static byte[] flip(byte[] bytes, int position, int bit) {
    byte[] flipped = bytes.clone();
    flipped[position] ^= (byte) (1 << bit);
    return flipped;
  }

  /** Reads with one file replaced. */
  private boolean refusedOrIntact(String fileName, byte[] bytes) throws IOException {
    Files.write(folder.resolve(fileName), bytes);
    try {
      assertThat(EmnistReader.open(folder).train().contentSha256()).isEqualTo(intact);
      return false;
    } catch (MalformedDataException e) {
      return true;
    }
  }
}
