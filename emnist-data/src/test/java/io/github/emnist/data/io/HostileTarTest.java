package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.gzip;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static io.github.emnist.data.io.TarFixture.BLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.io.EmnistReader.DuplicateFileException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** TARs that are damaged, or made to mislead: the error's exact text, or the right data. */
class HostileTarTest {
  @TempDir private Path folder;

  private Path tar;
  private String intact;

  private static TarFixture good() {
    return new TarFixture()
        .file("gzip/" + TRAIN_IMAGES, images(2, 4, 4))
        .file("gzip/" + TRAIN_LABELS, labels(3, 9));
  }

  @BeforeEach
  void readGoodOne() throws IOException {
    intact = read(good().end()).contentSha256();
  }

  private EmnistDataset read(byte[] bytes) throws IOException {
    tar = Files.write(folder.resolve("emnist.tar"), bytes);
    return EmnistReader.open(tar).train();
  }

  /** Plain and under gzip alike. */
  private void assertRefused(byte[] bytes, String member, long offset, String what) {
    for (byte[] form : List.of(bytes, gzip(bytes))) {
      MalformedDataException refusal =
          catchThrowableOfType(MalformedDataException.class, () -> read(form));
      assertThat(refusal).hasMessage(tar + member + ", byte " + offset + ": " + what);
    }
  }

  private void assertRead(byte[] bytes) throws IOException {
    for (byte[] form : List.of(bytes, gzip(bytes))) {
      assertThat(read(form).contentSha256()).isEqualTo(intact);
    }
  }

  @Test
  void ignoresNamesThatLeadElsewhere() {
    for (String prefix : new String[] {"../", "a/../../", "/", "C:/", "..\\", "a\\"}) {
      assertThatThrownBy(() -> read(TarFixture.tar(Map.of(prefix + TRAIN_IMAGES, new byte[9]))))
          .as(prefix)
          .isInstanceOf(MissingDataException.class)
          .hasMessage(tar + ": found no EMNIST files, expected " + FileNames.anySplit());
    }
  }

  @Test
  void linksAndDevices() {
    assertSpecial(TarFixture.SYMBOLIC_LINK, "a symbolic link");
    assertSpecial(TarFixture.HARD_LINK, "a hard link");
    assertSpecial(TarFixture.CHARACTER_DEVICE, "a device");
    assertSpecial(TarFixture.BLOCK_DEVICE, "a device");
    assertSpecial(TarFixture.FIFO, "a device");
    assertSpecial(TarFixture.SPARSE, "a sparse file");
  }

  private void assertSpecial(char type, String found) {
    byte[] bytes =
        new TarFixture()
            .file(TRAIN_LABELS, labels(3, 9))
            .member(type, "gzip/" + TRAIN_IMAGES, new byte[0])
            .end();

    assertRefused(
        bytes, "!/gzip/" + TRAIN_IMAGES, 2 * BLOCK, "found " + found + ", expected a file");
  }

  @Test
  void aSparseFileInExtendedRecords() {
    byte[] bytes =
        new TarFixture()
            .extended(
                TarFixture.EXTENDED,
                "GNU.sparse.major=1",
                "GNU.sparse.minor=0",
                "GNU.sparse.realsize=9223372036854775807")
            .file(TRAIN_IMAGES, images(2, 4, 4))
            .file(TRAIN_LABELS, labels(3, 9))
            .end();

    assertHeaderRefused(bytes, 0);
  }

  /** A file of 8 GiB without a byte on disk, which takes long to skip. */
  @Test
  @Timeout(60)
  void aSparseFileBetweenOthers() throws IOException {
    byte[] header = new TarFixture().header('S', "holes", TarFixture.octal(3, 12)).endless();
    System.arraycopy("ustar  ".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 7);
    header[482] = 1;
    byte[] more = new byte[BLOCK];
    more[504] = 1;

    assertHeaderRefused(
        new TarFixture()
            .block(TarFixture.withChecksum(header))
            .block(more)
            .block(new byte[BLOCK])
            .data((byte) 1, (byte) 2, (byte) 3)
            .file(TRAIN_IMAGES, images(2, 4, 4))
            .file(TRAIN_LABELS, labels(3, 9))
            .end(),
        0);

    byte[] whole = header.clone();
    whole[482] = 0; // no more blocks
    System.arraycopy(TarFixture.octal(077777777777L, 12), 0, whole, 483, 12);
    assertRefused(
        new TarFixture()
            .block(TarFixture.withChecksum(whole))
            .data((byte) 1, (byte) 2, (byte) 3)
            .file(TRAIN_IMAGES, images(2, 4, 4))
            .end(),
        "!/holes",
        0,
        "found a sparse file, expected a file");
  }

  /** The library's own message. */
  private void assertHeaderRefused(byte[] bytes, long offset) {
    for (byte[] form : List.of(bytes, gzip(bytes))) {
      MalformedDataException refusal =
          catchThrowableOfType(MalformedDataException.class, () -> read(form));
      assertThat(refusal.source()).isEqualTo(tar.toString());
      assertThat(refusal.offset()).isEqualTo(offset);
      assertThat(refusal.found()).startsWith("a header that cannot be read (");
      assertThat(refusal.expected()).isEqualTo("the header of a TAR's member");
    }
  }

  @Test
  void foldersLongNamesAndExtendedRecordsAreUnderstood() throws IOException {
    String deep = "long/".repeat(30);
    byte[] deepName = (deep + TRAIN_IMAGES + "\0").getBytes(StandardCharsets.UTF_8);
    byte[] labels = labels(3, 9);

    assertRead(
        new TarFixture()
            .extended(TarFixture.GLOBAL_EXTENDED, "comment=of all")
            .member(TarFixture.FOLDER, "long/", new byte[0])
            .member(TarFixture.LONG_LINK, "././@LongLink", deepName)
            .member(TarFixture.LONG_NAME, "././@LongLink", deepName)
            .file("cut off", images(2, 4, 4))
            .extended(TarFixture.EXTENDED, "path=" + deep + TRAIN_LABELS, "size=" + labels.length)
            .header(TarFixture.FILE, "cut off", TarFixture.octal(0, 12))
            .data(labels)
            .end());
  }

  @Test
  void folderNamedLikeAFile() {
    byte[] bytes = new TarFixture().member('5', TRAIN_IMAGES, new byte[0]).end();

    assertThatThrownBy(() -> read(bytes)).isInstanceOf(MissingDataException.class);
  }

  @Test
  void malformedSizes() {
    byte[] negative = new byte[12];
    Arrays.fill(negative, (byte) 0xFF);
    byte[] huge = new byte[12];
    huge[0] = (byte) 0x80;
    huge[2] = 1; // 2^72
    for (byte[] size :
        List.of(negative, huge, "  none!     ".getBytes(StandardCharsets.US_ASCII))) {
      byte[] bytes =
          new TarFixture().file("before", new byte[1]).header('0', TRAIN_IMAGES, size).end();

      assertHeaderRefused(bytes, 2 * BLOCK);
    }
  }

  @Test
  void refusesASizeLargerThanTheFile() {
    byte[] largest = new byte[12];
    largest[0] = (byte) 0x80;
    Arrays.fill(largest, 4, 12, (byte) 0xFF);
    largest[4] = 0x7F; // 2^63 - 1
    for (byte[] size : List.of(largest, TarFixture.octal(077777777777L, 12))) {
      byte[] bytes = new TarFixture().header('0', TRAIN_IMAGES, size).end();

      assertRefused(
          bytes,
          "",
          3 * BLOCK,
          "found the end of the file, expected the rest of the member at byte 0");
    }
  }

  @Test
  void extendedHeadersOfHugeSize() {
    byte[] letters = new byte[200_000];
    Arrays.fill(letters, (byte) 'a');
    byte[] record = ("200000 comment=" + new String(letters, StandardCharsets.US_ASCII)).getBytes();
    byte[] zeros = new byte[200_000]; // records of no length
    for (byte[] content : List.of(letters, Arrays.copyOf(record, letters.length), zeros)) {
      for (char type : new char[] {TarFixture.EXTENDED, TarFixture.LONG_NAME, 'K', 'g'}) {
        byte[] bytes =
            new TarFixture().member(type, "x", content).file(TRAIN_IMAGES, new byte[1]).end();

        MalformedDataException refusal =
            catchThrowableOfType(MalformedDataException.class, () -> read(bytes));
        assertThat(refusal.offset()).isZero();
        assertThat(refusal.found()).startsWith("a ").containsPattern("longer|cannot be read");
      }
    }
    byte[] name = new TarFixture().member(TarFixture.LONG_NAME, "x", letters).end();
    assertRefused(
        name, "", 0, "found a longer header, expected at most 131072 bytes before a member");
  }

  /** Each one is read by a nested call. */
  @Test
  void thousandsOfExtendedHeaders() {
    TarFixture headers = new TarFixture();
    for (int i = 0; i < 20_000; i++) {
      headers.extended(TarFixture.EXTENDED, "comment=" + i);
    }

    assertRefused(
        headers.end(),
        "",
        0,
        "found a longer header, expected at most 131072 bytes before a member");
  }

  @Test
  void malformedExtendedRecords() {
    for (String record :
        new String[] {
          "none", "9 a=b\n", "5 a=b\n", "6 a=bc", "0 a=\n", "9999999 a=b\n", "6 abcd\n", "3 =\n"
        }) {
      byte[] bytes =
          new TarFixture()
              .member('x', "x", record.getBytes(StandardCharsets.US_ASCII))
              .file(TRAIN_IMAGES, images(2, 4, 4))
              .end();

      // Some have a meaning for the library; all of them give only IOExceptions.
      assertThatThrownBy(() -> read(bytes))
          .as(record)
          .isInstanceOfAny(MalformedDataException.class, MissingDataException.class)
          .hasMessageStartingWith(tar.toString());
    }
    assertHeaderRefused(
        new TarFixture().extended('x', "size=-7").file(TRAIN_IMAGES, new byte[0]).end(), 0);
  }

  @Test
  void theSameMemberTwice() {
    byte[] bytes = good().file("gzip/" + TRAIN_LABELS, labels(1, 1)).end();

    for (byte[] form : List.of(bytes, gzip(bytes))) {
      assertThatThrownBy(() -> read(form))
          .isInstanceOf(DuplicateFileException.class)
          .hasMessage(
              "%1$s: found %2$s twice (%1$s!/gzip/%2$s and %1$s!/gzip/%2$s), expected it once"
                  .formatted(tar, TRAIN_LABELS));
    }
  }

  @Test
  void truncated() {
    TarFixture whole = good();
    byte[] bytes = whole.end();

    assertRefused(
        Arrays.copyOf(bytes, BLOCK + 40),
        "",
        BLOCK + 40,
        "found the end of the file, expected the rest of the member at byte 0");
    for (int length : new int[] {2 * BLOCK, 2 * BLOCK + 99, whole.length()}) {
      assertRefused(
          Arrays.copyOf(bytes, length),
          "",
          length,
          "found the end of the file, expected another member or the empty block after all");
    }
  }

  @Test
  void malformedHeaders() {
    byte[] bytes = good().end();
    bytes[2 * BLOCK + 5] ^= 1;

    assertRefused(bytes, "", 2 * BLOCK, "found other bytes, expected the header of a TAR's member");
  }

  @Test
  void bytesAfterTheEnd() throws IOException {
    byte[] bytes = good().end();

    assertRead(concat(bytes, new byte[3 * BLOCK + 100]));
    assertRefused(
        concat(concat(bytes, new byte[700]), good().end()),
        "",
        bytes.length + 700,
        "found other bytes, expected zeros after the end of the TAR");
  }

  @Test
  void tooManyMembers() throws IOException {
    tar = Files.write(folder.resolve("emnist.tar"), good().end());
    ReadLimits one = ReadLimits.defaults().withMaxEntries(1);

    assertThatThrownBy(() -> EmnistReader.open(tar, one))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            tar
                + ", byte 1024: found another member, expected at most 1"
                + " (ReadLimits.maxEntries)");
  }

  /** Blank bytes between the members are unpacked too. */
  @Test
  void aGzipBomb() throws IOException {
    byte[] bytes = good().file("padding", new byte[100_000]).end();
    tar = Files.write(folder.resolve("emnist.tar"), gzip(bytes));
    ReadLimits limits = ReadLimits.defaults().withMaxUnpackedBytes(50_000);

    assertThatThrownBy(() -> EmnistReader.open(tar, limits))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            tar
                + ", byte 50000: found more bytes, expected at most 50000 in all"
                + " (ReadLimits.maxUnpackedBytes)");
  }

  /** Refused long before the total is reached, which would take long. */
  @Test
  void aGzipBombOfAnotherFile() throws IOException {
    byte[] mebibyte = new byte[1 << 20];
    tar = folder.resolve("emnist.tar");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(tar), 1 << 16)) {
      long size = 300L << 20;
      byte[] octal = TarFixture.octal(size, 12);
      out.write(new TarFixture().header(TarFixture.FILE, "padding", octal).endless());
      for (long written = 0; written < size; written += mebibyte.length) {
        out.write(mebibyte);
      }
      out.write(good().end());
    }

    assertThatThrownBy(() -> EmnistReader.open(tar))
        .isInstanceOf(MalformedDataException.class)
        .message()
        .startsWith(tar + ", byte 2684") // 256 MiB are free
        .matches(
            ".*: found more than 2684[0-9]{5} bytes, expected at most 64 times the "
                + Files.size(tar)
                + " bytes on disk \\(ReadLimits.maxCompressionRatio\\)");
  }

  @Test
  void damagedGzip() {
    byte[] good = gzip(good().file("noise", IdxFixture.gzip(images(900, 28, 28))).end());
    byte[] checksum = good.clone();
    checksum[good.length - 6] ^= 1;
    MalformedDataException damaged =
        catchThrowableOfType(MalformedDataException.class, () -> read(checksum));
    assertThat(damaged.found()).isEqualTo("gzip data that is damaged");
    assertThat(damaged.expected()).isEqualTo("data that match its checksum");

    byte[] cut = Arrays.copyOf(good, good.length - 9);
    MalformedDataException truncated =
        catchThrowableOfType(MalformedDataException.class, () -> read(cut));
    assertThat(truncated.found()).isEqualTo("the end of the gzip data");
    assertThat(truncated.expected()).isEqualTo("more of it, then its checksum");

    assertThatThrownBy(() -> read(concat(good, new byte[5])))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            tar
                + ", byte "
                + good.length
                + ": found trailing bytes (5 of the compressed file), expected the end of the file"
                + " or another gzip header");
  }

  /** The file changes between the walk and the reading. */
  @Test
  void tarTruncatedAfterOpening() throws IOException {
    byte[] bytes = good().end();
    tar = Files.write(folder.resolve("emnist.tar"), bytes);
    var source = EmnistReader.open(tar);
    Files.write(tar, Arrays.copyOf(bytes, BLOCK + 10));

    assertThatThrownBy(source::train)
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            tar
                + "!/gzip/"
                + TRAIN_IMAGES
                + ", byte 10: found the end of the TAR, expected 48 bytes in all");
  }

  /** Nothing but the data or an IOException, whichever byte of a header is damaged. */
  @Test
  void everyHeaderByteDamaged() throws IOException {
    byte[] good = good().end();
    for (int position = 0; position < BLOCK; position++) {
      byte[] block = Arrays.copyOf(good, BLOCK);
      block[position] ^= (byte) (position % 2 == 0 ? 0xFF : 1);
      byte[] bad = good.clone();
      System.arraycopy(TarFixture.withChecksum(block), 0, bad, 0, BLOCK);
      try {
        assertThat(read(bad).contentSha256()).isEqualTo(intact);
      } catch (MalformedDataException | MissingDataException e) {
        assertThat(e).hasMessageContaining(tar.toString());
      }
    }
  }

  @Test
  void everyTruncation() {
    byte[] good = good().end();
    for (int length = 0; length <= good.length - 2 * BLOCK; length += 31) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> read(bad))
          .isInstanceOfAny(MalformedDataException.class, MissingDataException.class);
    }
  }
}
