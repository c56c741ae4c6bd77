package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static io.github.emnist.data.io.MalformedIdxTest.assertMalformed;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data after the first member of a gzip file: more members, or refused bytes. */
class GzipMembersTest {
  private static final String IMAGES = TRAIN_IMAGES + ".gz";
  private static final String LABELS = TRAIN_LABELS + ".gz";

  private final byte[] images = gzip(images(2, 4, 4));
  private final byte[] labels = gzip(labels(3, 9));

  @TempDir private Path folder;
  private String intact;

  @BeforeEach
  void writeGoodFiles() throws IOException {
    write(images);
    Files.write(folder.resolve(LABELS), labels);
    intact = EmnistReader.open(folder).train().contentSha256();
  }

  @Test
  void textAfterTheImages() throws IOException {
    Path file = write(concat(images, "not gzip".getBytes(StandardCharsets.US_ASCII)));

    assertMalformed(
        folder,
        file,
        images.length,
        "found trailing bytes (8 of the compressed file),"
            + " expected the end of the file or another gzip header");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 18, 512, 200_000})
  void zerosAfterTheLabels(int count) throws IOException {
    Path file = Files.write(folder.resolve(LABELS), concat(labels, new byte[count]));

    assertMalformed(
        folder,
        file,
        labels.length,
        "found trailing bytes ("
            + count
            + " of the compressed file), expected the end of the file or another gzip header");
  }

  @Test
  void truncatedOrMalformedHeaders() throws IOException {
    byte[] other = gzip(new byte[0]);
    for (int length = 1; length < 10; length++) {
      assertTrailing(Arrays.copyOf(other, length));
    }
    byte[] anotherMethod = other.clone();
    anotherMethod[2] = 7;
    assertTrailing(anotherMethod);
    byte[] reservedFlag = other.clone();
    reservedFlag[3] = 32;
    assertTrailing(reservedFlag);
  }

  private void assertTrailing(byte[] rest) throws IOException {
    Path file = write(concat(images, rest));
    assertMalformed(
        folder,
        file,
        images.length,
        "found trailing bytes ("
            + rest.length
            + " of the compressed file), expected the end of the file or another gzip header");
  }

  @Test
  void trailingBytesOfAFileThatIsShortToo() throws IOException {
    byte[] one = gzip(Arrays.copyOf(images(2, 4, 4), 30));
    Path file = write(concat(one, (byte) 5));

    assertMalformed(
        folder,
        file,
        one.length,
        "found trailing bytes (1 of the compressed file),"
            + " expected the end of the file or another gzip header");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 16, 40, 47, 48})
  void contentInTwoMembers(int cut) throws IOException {
    byte[] content = images(2, 4, 4);
    write(
        concat(
            gzip(Arrays.copyOf(content, cut)),
            gzip(Arrays.copyOfRange(content, cut, content.length))));

    assertThat(EmnistReader.open(folder).train().contentSha256()).isEqualTo(intact);
  }

  @Test
  void zerosAfterTheSecondMember() throws IOException {
    byte[] empty = gzip(new byte[0]);
    Path file = write(concat(concat(images, empty), new byte[4]));

    assertMalformed(
        folder,
        file,
        images.length + empty.length,
        "found trailing bytes (4 of the compressed file),"
            + " expected the end of the file or another gzip header");
  }

  @Test
  void secondMemberBeyondWhatTheHeaderSays() throws IOException {
    Path file = write(concat(images, gzip(new byte[] {1, 2, 3})));

    assertMalformed(
        folder,
        file,
        48,
        "found trailing bytes, expected the end of the file after 2 images of 4x4");
  }

  @Test
  void damagedOrTruncatedSecondMember() throws IOException {
    byte[] second = gzip(new byte[0]);
    byte[] damaged = second.clone();
    damaged[damaged.length - 8] ^= 1;

    assertMalformed(
        folder,
        write(concat(images, damaged)),
        48,
        "found gzip data that is damaged, expected data that match its checksum");
    assertMalformed(
        folder,
        write(concat(images, Arrays.copyOf(second, second.length - 1))),
        48,
        "found the end of the gzip data, expected more of it, then its checksum");
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve(IMAGES), bytes);
  }
}
