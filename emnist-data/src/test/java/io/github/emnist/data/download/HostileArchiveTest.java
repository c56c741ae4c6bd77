package io.github.emnist.data.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives whose directory lies. */
class HostileArchiveTest {
  private static final String IMAGES = "emnist-letters-train-images-idx3-ubyte.gz";
  private static final String PATH = "gzip/" + IMAGES;

  @TempDir Path folder;

  private final byte[] archive = ZipFixture.stored(Downloads.LETTERS);

  /** Returns the failure of a download with some bytes of the archive changed. */
  private String reason(Consumer<ByteBuffer> change) throws IOException {
    byte[] changed = archive.clone();
    change.accept(ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN));
    return reason(changed);
  }

  private String reason(byte[] bytes) throws IOException {
    try (LoopbackServer server = new LoopbackServer(bytes)) {
      Downloads downloads = new Downloads(folder, server.uri());
      downloads.builder.verifiedOnly(false);
      String reason = downloads.reasons().get(0);
      assertThat(downloads.files()).allMatch(name -> name.endsWith(".gz"));
      return reason;
    }
  }

  private int entry() {
    return ZipFixture.directoryEntry(archive, PATH);
  }

  @Test
  void sizesBeyondAllReasonAreRefused() throws IOException {
    assertThat(reason(zip -> zip.putInt(entry() + 24, 0xFFFF_FFFE)))
        .isEqualTo(
            "byte 0: found %s of 4294967294 bytes, packed %d, expected at most 2147483648"
                .formatted(IMAGES, Downloads.LETTERS.get(IMAGES).length));
  }

  @Test
  void refusesDataThatReachIntoTheNextMember() throws IOException {
    int length = Downloads.LETTERS.get(IMAGES).length + 1000;
    assertThat(reason(zip -> zip.putInt(entry() + 20, length).putInt(entry() + 24, length)))
        .isEqualTo(
            "byte 0: found %s of %d bytes, expected members one after the other, the next at byte %d"
                .formatted(PATH, length, 30 + PATH.length() + length - 1000));
  }

  @Test
  void refusesAMissingLocalHeader() throws IOException {
    assertThat(reason(zip -> zip.putInt(0, 0x0BADF00D)))
        .isEqualTo("byte 0: found bytes 0df0ad0b, expected 504b0304, the header of " + PATH);
  }

  @Test
  void aLocalHeaderMustLeaveRoomForTheData() throws IOException {
    int name = PATH.length();
    assertThat(reason(zip -> zip.putShort(28, (short) 60_000)))
        .isEqualTo(
            "byte 0: found %d bytes of name and extra field, %d of data, expected all of it before the next member and the archive's end"
                .formatted(60_000 + name, Downloads.LETTERS.get(IMAGES).length));
  }

  @Test
  void otherMethodsAndEncryptionAreNamed() throws IOException {
    assertThat(reason(zip -> zip.putShort(entry() + 10, (short) 12)))
        .isEqualTo(
            "byte 0: found compression method 12 named %s, expected 0 (stored) or 8 (deflated)"
                .formatted(IMAGES));
    assertThat(reason(zip -> zip.putShort(entry() + 8, (short) 1)))
        .isEqualTo(
            "byte 0: found an encrypted member named %s, expected one that is not encrypted"
                .formatted(IMAGES));
  }

  @Test
  void retriesOnceAfterAWrongCrc() throws IOException {
    assertThat(reason(zip -> zip.putInt(entry() + 16, 0x12345678)))
        .matches(
            IMAGES
                + ": found data of CRC-32 [0-9a-f]{8}, expected 12345678, as the directory says");
  }

  @Test
  void deflateDataMustBeWholeAndNoMore() throws IOException {
    byte[] packed = ZipFixture.deflated(Downloads.LETTERS);
    int entry = ZipFixture.directoryEntry(packed, PATH);
    ByteBuffer zip = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
    int size = zip.getInt(entry + 20);
    byte[] shorter = packed.clone();
    ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 20, size - 10);
    assertThat(reason(shorter))
        .isEqualTo(IMAGES + ": found the end of the deflated data, expected more of it");
    byte[] longer = packed.clone();
    ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 20, size + 10);
    assertThat(reason(longer))
        .isEqualTo(
            IMAGES
                + ": found the end of the deflated data after "
                + size
                + " bytes of the archive, expected "
                + (size + 10)
                + " of them");
    byte[] smaller = packed.clone();
    ByteBuffer.wrap(smaller).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 24, 1000);
    assertThat(reason(smaller))
        .isEqualTo(IMAGES + ": found more bytes, expected the end of the member after 1000");
    byte[] larger = packed.clone();
    ByteBuffer.wrap(larger).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 24, 999_999);
    assertThat(reason(larger))
        .isEqualTo(IMAGES + ": found the end of the member, expected 999999 bytes in all");
  }

  @Test
  void doesNotFetchAHugeDirectory() throws IOException {
    byte[] large = new byte[3 << 20];
    System.arraycopy(archive, archive.length - 22, large, large.length - 22, 22);
    ByteBuffer zip = ByteBuffer.wrap(large).order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0, 0x02014b50).putInt(large.length - 10, large.length - 22);
    zip.putInt(large.length - 6, 0).putShort(large.length - 12, (short) -2);
    try (LoopbackServer server = new LoopbackServer(large)) {
      Downloads downloads = new Downloads(folder, server.uri());
      assertThat(downloads.reasons())
          .containsExactly(
              "byte 0: found a directory that begins here, expected one within the last"
                  + " 2691072 bytes");
      assertThat(server.seen()).hasSize(1);
    }
  }

  @Test
  void longDirectoryTakesOneMoreRequest() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(Downloads.LETTERS);
    for (int i = 0; i < 3000; i++) {
      files.put("other-file-number-" + i, new byte[0]);
    }
    try (LoopbackServer server = new LoopbackServer(ZipFixture.stored(files))) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
      assertThat(server.seen()).hasSize(6);
    }
  }

  @Test
  void refusesTwoMembersWithOneName() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>(Downloads.LETTERS);
    files.put("again/" + IMAGES, new byte[10]);
    byte[] twice = ZipFixture.stored(files);
    assertThat(reason(twice))
        .isEqualTo(
            "byte %d: found 2 members named %s, expected one"
                .formatted(ZipFixture.localHeader(twice, "gzip/again/" + IMAGES), IMAGES));
  }

  @Test
  void ignoresMembersOfMacOs() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    Downloads.LETTERS.forEach((name, bytes) -> files.put("__MACOSX/" + name, new byte[10]));
    Downloads.LETTERS.forEach((name, bytes) -> files.put("a/b/" + name, bytes));
    try (LoopbackServer server = new LoopbackServer(ZipFixture.zip("", files, ZipEntry.DEFLATED))) {
      assertThat(new Downloads(folder, server.uri()).run().verified()).isTrue();
    }
  }

  @Test
  void namesAnArchiveWithoutEmnist() throws IOException {
    assertThat(reason(ZipFixture.stored(Downloads.DIGITS)))
        .matches(
            "byte [0-9]+: found not all of them among 4 members, expected "
                + String.join(", ", Downloads.LETTERS.keySet()));
  }

  @Test
  void refusesBytesWithoutADirectory() throws IOException {
    assertThat(reason(Arrays.copyOf(archive, archive.length - 30)))
        .matches(
            "byte [0-9]+: found no ZIP directory that can be read \\(.*\\), expected one at"
                + " the end");
  }

  /** The library takes it for the end record and runs into the end of the file. */
  @Test
  void findsTheEndRecordBeforeItsComment() throws IOException {
    byte[] comment = ("see PK\5\6" + " for more".repeat(5)).getBytes(StandardCharsets.ISO_8859_1);
    byte[] commented = Arrays.copyOf(archive, archive.length + comment.length);
    System.arraycopy(comment, 0, commented, archive.length, comment.length);
    commented[archive.length - 2] = (byte) comment.length;

    assertThat(reason(commented))
        .matches(
            "byte [0-9]+: found no ZIP directory that can be read \\(.*\\), expected one at"
                + " the end");
  }
}
