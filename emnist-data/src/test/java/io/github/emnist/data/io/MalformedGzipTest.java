package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.header;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static io.github.emnist.data.io.MalformedIdxTest.assertMalformed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.MalformedDataException;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedGzipTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES + ".gz"), gzip(images(2, 4, 4)));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(3, 9)));
  }

  @Test
  void plainBytesUnderAGzipName() throws IOException {
    assertImagesMalformed(images(2, 4, 4), 0, "found 0x000008, expected 0x1F8B08 (a gzip header)");
    assertImagesMalformed(
        "<html><body>Moved".getBytes(StandardCharsets.US_ASCII),
        0,
        "found 0x3C6874, expected 0x1F8B08 (a gzip header)");
  }

  @Test
  void gzipOfAnotherMethod() throws IOException {
    byte[] other = gzip(images(2, 4, 4));
    other[2] = 7;

    assertImagesMalformed(other, 0, "found 0x1F8B07, expected 0x1F8B08 (a gzip header)");
  }

  @Test
  void damagedGzipHeader() throws IOException {
    byte[] flagged = gzip(images(2, 4, 4));
    flagged[3] = (byte) 0x80; // reserved

    assertImagesMalformed(
        flagged, 0, "found a damaged gzip header, expected 0x1F8B08 (a gzip header)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 9})
  void truncatedGzipHeader(int length) throws IOException {
    assertImagesMalformed(
        Arrays.copyOf(gzip(images(2, 4, 4)), length),
        0,
        "found the end of the file, expected a gzip header");
  }

  @Test
  void truncatedGzip() throws IOException {
    byte[] noise = noise(100_000);
    byte[] good = gzip(concat(header(0x803, 1_000, 10, 10), noise));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(new int[1_000])));

    // Noise is stored in blocks as it is, so half the file is half the pixels.
    Path file = folder.resolve(TRAIN_IMAGES + ".gz");
    Files.write(file, Arrays.copyOf(good, good.length / 2));
    MalformedDataException exception =
        catchThrowableOfType(MalformedDataException.class, () -> EmnistReader.open(folder).train());
    assertThat(exception.offset()).isBetween(49_000L, 51_000L);
    assertThat(exception)
        .hasMessage(
            file
                + ", byte "
                + exception.offset()
                + ": found the end of the gzip data, expected more of it, then its checksum")
        .hasCauseInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8})
  void truncatedGzipTrailer(int missing) throws IOException {
    byte[] good = gzip(images(2, 4, 4));

    assertImagesMalformed(
        Arrays.copyOf(good, good.length - missing),
        48,
        "found the end of the gzip data, expected more of it, then its checksum");
  }

  @Test
  void wrongChecksum() throws IOException {
    byte[] images = gzip(images(2, 4, 4));
    images[images.length - 8] ^= 1;
    assertImagesMalformed(
        images, 48, "found gzip data that is damaged, expected data that match its checksum");

    writeGoodFiles();
    byte[] labels = gzip(labels(3, 9));
    labels[labels.length - 5] ^= 1;
    assertLabelsMalformed(
        labels, 10, "found gzip data that is damaged, expected data that match its checksum");
  }

  @Test
  void wrongLengthInTheTrailer() throws IOException {
    byte[] images = gzip(images(2, 4, 4));
    images[images.length - 4]++;

    assertImagesMalformed(
        images, 48, "found gzip data that is damaged, expected data that match its checksum");
  }

  @Test
  void damagedDeflateBlock() throws IOException {
    byte[] images = gzip(images(2, 4, 4));
    images[10] |= 6; // block type 3 does not exist

    assertImagesMalformed(
        images, 0, "found gzip data that is damaged, expected data that match its checksum");
  }

  @Test
  void truncatedImages() throws IOException {
    assertImagesMalformed(
        gzip(Arrays.copyOf(images(2, 4, 4), 47)),
        47,
        "found the end of the file, expected 2 images of 4x4");
  }

  @Test
  void truncatedLabels() throws IOException {
    assertLabelsMalformed(
        gzip(Arrays.copyOf(labels(3, 9), 9)), 9, "found the end of the file, expected 2 labels");
  }

  @Test
  void trailingBytes() throws IOException {
    assertImagesMalformed(
        gzip(concat(images(2, 4, 4), new byte[3])),
        48,
        "found trailing bytes, expected the end of the file after 2 images of 4x4");
    assertLabelsMalformed(
        gzip(concat(labels(3, 9), new byte[3])),
        10,
        "found trailing bytes, expected the end of the file after 2 labels");
  }

  @Test
  void moreImagesThanDeflateCouldHold() throws IOException {
    byte[] claim = gzip(header(0x803, 5_000_000, 28, 28));

    assertImagesMalformed(
        claim,
        4,
        "found 5000000 images of 28x28, 3920000016 bytes in all, expected at most "
            + claim.length * 1032
            + " bytes, 1032 times the "
            + claim.length
            + " bytes of the compressed file");
  }

  @Test
  void readsImagesThatDeflateToAlmostNothing() throws IOException {
    // Blank images shrink 1,000 times, more than a header is trusted for.
    Files.write(
        folder.resolve(TRAIN_IMAGES + ".gz"),
        gzip(concat(header(0x803, 3_000, 28, 28), new byte[3_000 * 784])));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(new int[3_000])));

    assertThat(EmnistReader.open(folder).train().size()).isEqualTo(3_000);
  }

  @Test
  void memoryGrowsWithTheBytesThatArrive() throws IOException {
    // 4 MB that deflate could, but do not, unpack to the 255 MB that the header claims.
    byte[] body = noise(4_000_000);
    Files.write(
        folder.resolve(TRAIN_IMAGES + ".gz"), gzip(concat(header(0x803, 325_000, 28, 28), body)));
    Files.write(folder.resolve(TRAIN_LABELS + ".gz"), gzip(labels(new int[325_000])));
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    long before = threads.getCurrentThreadAllocatedBytes();
    assertMalformed(
        folder,
        folder.resolve(TRAIN_IMAGES + ".gz"),
        4_000_016,
        "found the end of the file, expected 325000 images of 28x28");
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    // 4 MB of pixels, grown by doubling, and 325 kB of labels, the same.
    assertThat(allocated).isLessThan(16_000_000);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  private void assertImagesMalformed(byte[] bytes, long offset, String what) throws IOException {
    Path file = Files.write(folder.resolve(TRAIN_IMAGES + ".gz"), bytes);
    assertMalformed(folder, file, offset, what);
    writeGoodFiles();
  }

  private void assertLabelsMalformed(byte[] bytes, long offset, String what) throws IOException {
    Path file = Files.write(folder.resolve(TRAIN_LABELS + ".gz"), bytes);
    assertMalformed(folder, file, offset, what);
    writeGoodFiles();
  }
}
