package io.github.emnist.data.io;

import static io.github.emnist.data.io.IdxFixture.TRAIN_IMAGES;
import static io.github.emnist.data.io.IdxFixture.TRAIN_LABELS;
import static io.github.emnist.data.io.IdxFixture.concat;
import static io.github.emnist.data.io.IdxFixture.images;
import static io.github.emnist.data.io.IdxFixture.labels;
import static io.github.emnist.data.io.ZipFixture.buffer;
import static io.github.emnist.data.io.ZipFixture.directoryEntry;
import static io.github.emnist.data.io.ZipFixture.end;
import static io.github.emnist.data.io.ZipFixture.localHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.io.EmnistReader.DuplicateFileException;
import io.github.emnist.data.io.EmnistReader.MissingDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ZIPs that are damaged, or made to mislead: the error's exact text, or the right data. */
class HostileZipTest {
  @TempDir private Path folder;

  private Path zip;

  /** Two images of 4x4 and their labels, in this order, each under {@code gzip/}. */
  private static Map<String, byte[]> members() {
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("gzip/" + TRAIN_IMAGES, images(2, 4, 4));
    members.put("gzip/" + TRAIN_LABELS, labels(3, 9));
    return members;
  }

  private static byte[] deflated() {
    return ZipFixture.deflated(members());
  }

  private EmnistDataset read(byte[] bytes) throws IOException {
    zip = Files.write(folder.resolve("emnist.zip"), bytes);
    return EmnistReader.open(zip).train();
  }

  private void assertArchiveRefused(byte[] bytes, long offset, String what) {
    assertRefused(bytes, "", offset, what);
  }

  private void assertMemberRefused(byte[] bytes, String member, long offset, String what) {
    assertRefused(bytes, "!/gzip/" + member, offset, what);
  }

  private void assertRefused(byte[] bytes, String member, long offset, String what) {
    MalformedDataException refusal =
        catchThrowableOfType(MalformedDataException.class, () -> read(bytes));
    assertThat(refusal).hasMessage(zip + member + ", byte " + offset + ": " + what);
  }

  @Test
  void ignoresNamesThatLeadElsewhere() {
    for (String name :
        new String[] {
          "../" + TRAIN_IMAGES,
          "gzip/../" + TRAIN_IMAGES,
          "/" + TRAIN_IMAGES,
          "C:/" + TRAIN_IMAGES,
          "c:" + TRAIN_IMAGES,
          "..\\" + TRAIN_IMAGES,
          "gzip\\" + TRAIN_IMAGES,
          "gzip\n/" + TRAIN_IMAGES
        }) {
      assertThatThrownBy(() -> read(ZipFixture.deflated(Map.of(name, images(2, 4, 4)))))
          .as(name)
          .isInstanceOf(MissingDataException.class)
          .hasMessage(zip + ": found no EMNIST files, expected " + FileNames.anySplit());
    }
  }

  @Test
  void aSymbolicLink() {
    byte[] bytes = deflated();
    int entry = directoryEntry(bytes, 0);
    bytes[entry + 5] = 3; // made on Unix
    buffer(bytes).putInt(entry + 38, 0120777 << 16);

    assertMemberRefused(bytes, TRAIN_IMAGES, 0, "found a symbolic link, expected a file");
  }

  @Test
  void anEncryptedMember() {
    byte[] bytes = deflated();
    bytes[directoryEntry(bytes, 1) + 8] |= 1;

    assertMemberRefused(
        bytes,
        TRAIN_LABELS,
        localHeader(bytes, 1),
        "found an encrypted member, expected one that is not encrypted");
  }

  @Test
  void anUnknownCompressionMethod() {
    byte[] bytes = deflated();
    bytes[directoryEntry(bytes, 0) + 10] = 12;

    assertMemberRefused(
        bytes, TRAIN_IMAGES, 0, "found compression method 12, expected 0 (stored) or 8 (deflated)");
  }

  @Test
  void unreadMembersMayBeUnreadable() throws IOException {
    Map<String, byte[]> members = members();
    members.put("gzip/emnist-letters-test-images-idx3-ubyte", images(1, 4, 4));
    byte[] bytes = ZipFixture.deflated(members);
    bytes[directoryEntry(bytes, 2) + 8] |= 1;
    zip = Files.write(folder.resolve("emnist.zip"), bytes);

    assertThat(EmnistReader.open(zip, EmnistSplit.DIGITS).train().size()).isEqualTo(2);
  }

  @Test
  void theSameMemberTwice() throws IOException {
    Map<String, byte[]> members = members();
    members.put("gzip/" + TRAIN_LABELS.replace('t', 'T'), labels(1, 1));
    byte[] bytes = ZipFixture.deflated(members);
    int name = directoryEntry(bytes, 2) + 46;
    System.arraycopy(bytes, directoryEntry(bytes, 1) + 46, bytes, name, 42);

    assertDuplicate(bytes, TRAIN_LABELS, "gzip/" + TRAIN_LABELS, "gzip/" + TRAIN_LABELS);
  }

  @Test
  void theSameFileInTwoFolders() throws IOException {
    Map<String, byte[]> members = members();
    members.put("copy/" + TRAIN_LABELS, labels(1, 1));

    assertDuplicate(
        ZipFixture.stored(members), TRAIN_LABELS, "copy/" + TRAIN_LABELS, "gzip/" + TRAIN_LABELS);
  }

  @Test
  void plainAndGzipInTwoFolders() throws IOException {
    Map<String, byte[]> members = members();
    members.put("copy/" + TRAIN_LABELS + ".gz", labels(1, 1));

    assertDuplicate(
        ZipFixture.stored(members),
        TRAIN_LABELS,
        "gzip/" + TRAIN_LABELS,
        "copy/" + TRAIN_LABELS + ".gz");
  }

  private void assertDuplicate(byte[] bytes, String fileName, String first, String second) {
    DuplicateFileException refusal =
        catchThrowableOfType(DuplicateFileException.class, () -> read(bytes));
    assertThat(refusal)
        .hasMessage(
            "%1$s: found %2$s twice (%1$s!/%3$s and %1$s!/%4$s), expected it once"
                .formatted(zip, fileName, first, second));
    assertThat(refusal.first()).isEqualTo(zip + "!/" + first);
    assertThat(refusal.second()).isEqualTo(zip + "!/" + second);
  }

  @Test
  void aWrongChecksum() {
    byte[] bytes = ZipFixture.stored(members());
    int entry = directoryEntry(bytes, 0);
    int checksum = buffer(bytes).getInt(entry + 16);
    buffer(bytes).putInt(entry + 16, ~checksum);

    assertMemberRefused(
        bytes,
        TRAIN_IMAGES,
        48,
        "found data of CRC-32 %08x, expected %08x, as the directory says"
            .formatted(checksum, ~checksum));
  }

  @Test
  void refusesAChangedByte() {
    byte[] bytes = ZipFixture.stored(members());
    int data = localHeader(bytes, 0) + 30 + 42;
    bytes[data + 20] ^= 1;

    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedDataException.class)
        .hasMessageStartingWith(
            zip + "!/gzip/" + TRAIN_IMAGES + ", byte 48: found data of CRC-32 ");
  }

  @Test
  void otherLengthsThanTheDirectorySays() {
    byte[] more = deflated();
    buffer(more).putInt(directoryEntry(more, 0) + 24, 47);
    assertMemberRefused(
        more,
        TRAIN_IMAGES,
        47,
        "found the end of the file, expected 2 images of 4x4, 48 bytes in all");

    byte[] fewer = deflated();
    buffer(fewer).putInt(directoryEntry(fewer, 0) + 24, 49);
    assertMemberRefused(
        fewer,
        TRAIN_IMAGES,
        48,
        "found trailing bytes (1), expected the end of the file after 2 images of 4x4");
  }

  /** The same for content without its own length. */
  @Test
  void otherLengthsOfAMapping() {
    Map<String, byte[]> members = members();
    byte[] mapping = MappingFile.bytes(EmnistSplit.DIGITS);
    members.put("emnist-digits-mapping.txt", mapping);
    String name = "!/emnist-digits-mapping.txt";

    byte[] more = ZipFixture.deflated(members);
    buffer(more).putInt(directoryEntry(more, 2) + 24, mapping.length - 1);
    assertRefused(
        more,
        name,
        mapping.length - 1,
        "found more bytes, expected the end of the member after " + (mapping.length - 1));

    byte[] fewer = ZipFixture.deflated(members);
    buffer(fewer).putInt(directoryEntry(fewer, 2) + 24, mapping.length + 1);
    assertRefused(
        fewer,
        name,
        mapping.length,
        "found the end of the member, expected " + (mapping.length + 1) + " bytes in all");
  }

  @Test
  void damagedDeflateData() {
    byte[] bytes = deflated();
    bytes[localHeader(bytes, 0) + 30 + 42] |= 6; // no such kind of block

    assertMemberRefused(bytes, TRAIN_IMAGES, 0, "found damaged data, expected deflated data");
  }

  @Test
  void deflateDataOfAnotherLength() {
    byte[] bytes = deflated();
    int entry = directoryEntry(bytes, 0);
    int stored = buffer(bytes).getInt(entry + 20);
    buffer(bytes).putInt(entry + 20, stored - 8);
    MalformedDataException early =
        catchThrowableOfType(MalformedDataException.class, () -> read(bytes));
    assertThat(early.found()).isEqualTo("the end of the deflated data");
    assertThat(early.expected()).isEqualTo("more of it");

    byte[] late = deflated();
    buffer(late).putInt(directoryEntry(late, 0) + 20, stored + 8); // the checksum's record
    assertMemberRefused(
        late,
        TRAIN_IMAGES,
        48,
        "found the end of the deflated data after "
            + stored
            + " bytes of the archive, expected "
            + (stored + 8)
            + " of them");
  }

  @Test
  void aMembersOwnHeader() throws IOException {
    byte[] second = deflated();
    int header = localHeader(second, 1);
    second[header + 1] = 'k';
    assertArchiveRefused(
        second,
        header,
        "found bytes 506b0304, expected 504b0304, the header of gzip/" + TRAIN_LABELS);

    // Its other fields are ignored in favour of the directory.
    byte[] otherName = deflated();
    otherName[30 + 10] ^= 1;
    otherName[8] = 0;
    assertThat(read(otherName).size()).isEqualTo(2);
  }

  @Test
  void overlappingMembers() {
    byte[] bytes = deflated();
    int second = localHeader(bytes, 1);
    buffer(bytes).putInt(directoryEntry(bytes, 1) + 42, second - 20);

    assertArchiveRefused(
        bytes,
        0,
        "found gzip/"
            + TRAIN_IMAGES
            + " of 46 bytes, expected members one after the other, the next at byte "
            + (second - 20));
  }

  @Test
  void oneMemberUnderTwoNames() {
    byte[] bytes = deflated();
    buffer(bytes).putInt(directoryEntry(bytes, 1) + 42, 0);

    assertArchiveRefused(
        bytes,
        0,
        "found gzip/"
            + TRAIN_IMAGES
            + " of 46 bytes, expected members one after the other, the next at byte 0");
  }

  @Test
  void aMemberThatReachesBeyondTheArchive() {
    byte[] bytes = deflated();
    int second = localHeader(bytes, 1);
    buffer(bytes).putInt(directoryEntry(bytes, 1) + 20, 1_000_000);

    assertArchiveRefused(
        bytes,
        second,
        "found gzip/"
            + TRAIN_LABELS
            + " of 1000000 bytes, expected members that end before the archive does");
  }

  @Test
  void bombs() throws IOException {
    Map<String, byte[]> members = members();
    members.put("gzip/emnist-digits-test-images-idx3-ubyte", images(1, 4, 4));
    byte[] bytes = ZipFixture.deflated(members);
    zip = Files.write(folder.resolve("emnist.zip"), bytes);
    int stored = buffer(bytes).getInt(directoryEntry(bytes, 0) + 20);
    ReadLimits limits = ReadLimits.defaults().withMaxUnpackedBytes(81);

    assertThatThrownBy(() -> EmnistReader.open(zip, limits))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            zip
                + ", byte "
                + localHeader(bytes, 2)
                + ": found a member of 32 bytes after 58 bytes of others,"
                + " expected at most 81 bytes in all (ReadLimits.maxUnpackedBytes)");

    buffer(bytes).putInt(directoryEntry(bytes, 0) + 24, 300_000_000);
    assertMemberRefused(
        bytes,
        TRAIN_IMAGES,
        0,
        "found 300000000 bytes packed into "
            + stored
            + ", expected at most 64 times as many (ReadLimits.maxCompressionRatio)");
  }

  @Test
  void tooManyMembers() throws IOException {
    byte[] bytes = deflated();
    zip = Files.write(folder.resolve("emnist.zip"), bytes);
    ReadLimits one = ReadLimits.defaults().withMaxEntries(1);

    assertThatThrownBy(() -> EmnistReader.open(zip, one))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            zip
                + ", byte "
                + bytes.length
                + ": found 2 members, expected at most 1 (ReadLimits.maxEntries)");
  }

  /** The end of the ZIP must not determine the allocated memory. */
  @Test
  void aLargeDirectory() throws IOException {
    Map<String, byte[]> members = new LinkedHashMap<>();
    for (int i = 0; i < 700; i++) {
      members.put(i + "n".repeat(300), new byte[0]);
    }
    byte[] bytes = ZipFixture.deflated(members);
    zip = Files.write(folder.resolve("emnist.zip"), bytes);
    ReadLimits one = ReadLimits.defaults().withMaxEntries(1);

    assertThatThrownBy(() -> EmnistReader.open(zip, one))
        .isInstanceOf(MalformedDataException.class)
        .hasMessage(
            zip
                + ", byte "
                + directoryEntry(bytes, 0)
                + ": found a directory that begins here, expected one within the last 131328"
                + " bytes");
  }

  /** What it lists counts, as for other programs. */
  @Test
  void moreMembersThanTheDirectoryLists() throws IOException {
    byte[] bytes = deflated();
    buffer(bytes).putShort(end(bytes) + 10, (short) 3);

    assertThat(read(bytes).size()).isEqualTo(2);
  }

  @Test
  void aDamagedDirectory() {
    byte[] bytes = deflated();
    bytes[directoryEntry(bytes, 1) + 28] = (byte) 0xFF; // a longer name

    assertDirectoryRefused(bytes);
  }

  /** The library's own message. */
  private void assertDirectoryRefused(byte[] bytes) {
    MalformedDataException refusal =
        catchThrowableOfType(MalformedDataException.class, () -> read(bytes));
    assertThat(refusal.source()).isEqualTo(zip.toString());
    assertThat(refusal.offset()).isEqualTo(bytes.length - 1);
    assertThat(refusal.found()).startsWith("no ZIP directory that can be read (");
    assertThat(refusal.expected()).isEqualTo("one at the end");
  }

  @Test
  void truncated() throws IOException {
    byte[] bytes = deflated();

    for (int length : new int[] {4, 21, 100, end(bytes)}) {
      assertDirectoryRefused(Arrays.copyOf(bytes, length));
    }
    byte[] comment = deflated();
    buffer(comment).putShort(end(bytes) + 20, (short) 5);
    assertThat(read(comment).size()).isEqualTo(2); // nobody wants the comment
  }

  @Test
  void bytesAfterTheZip() throws IOException {
    assertThat(read(concat(deflated(), new byte[7])).size()).isEqualTo(2);
  }

  @Test
  void bytesBeforeTheZip() throws IOException {
    byte[] bytes = deflated();

    assertThatThrownBy(() -> read(concat("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII), bytes)))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(
            zip
                + ": found a file that begins with 0x23212F62, expected a folder or an archive"
                + " (ZIP, TAR, TAR.GZ) with "
                + FileNames.anySplit());
    // Another ZIP, as other programs see it too: the last directory counts.
    assertThat(read(concat(deflated(), bytes)).size()).isEqualTo(2);
  }

  @Test
  void zip64() throws IOException {
    zip = folder.resolve("emnist.zip");
    try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(zip)) {
      out.setUseZip64(Zip64Mode.Always);
      for (Map.Entry<String, byte[]> member : members().entrySet()) {
        out.putArchiveEntry(new ZipArchiveEntry(member.getKey()));
        out.write(member.getValue());
        out.closeArchiveEntry();
      }
    }
    byte[] bytes = Files.readAllBytes(zip);
    int locator = end(bytes) - 20;
    int end64 = locator - 56;

    assertThat(buffer(bytes).getInt(end64)).isEqualTo(0x06064B50);
    assertThat(read(bytes).contentSha256()).isEqualTo(read(deflated()).contentSha256());

    byte[] far = bytes.clone();
    buffer(far).putLong(locator + 8, locator);
    assertDirectoryRefused(far);

    byte[] other = bytes.clone();
    other[end64] = 0;
    assertDirectoryRefused(other);

    byte[] many = bytes.clone();
    buffer(many).putLong(end64 + 32, -1); // members, which the directory lists one by one
    assertThat(read(many).size()).isEqualTo(2);
  }

  @Test
  void anEmptyZip() {
    assertThatThrownBy(() -> read(ZipFixture.deflated(Map.of())))
        .isInstanceOf(MissingDataException.class)
        .hasMessage(zip + ": found no EMNIST files, expected " + FileNames.anySplit());
  }

  /** Nothing but the data or an IOException, whichever byte is damaged. */
  @Test
  void everyByteDamaged() throws IOException {
    byte[] good = deflated();
    String intact = read(good).contentSha256();
    for (int position = 0; position < good.length; position++) {
      byte[] bad = good.clone();
      bad[position] ^= (byte) (position % 2 == 0 ? 0xFF : 1);
      try {
        assertThat(read(bad).contentSha256()).isEqualTo(intact);
      } catch (MalformedDataException | MissingDataException | DuplicateFileException e) {
        assertThat(e).hasMessageContaining(zip.toString());
      }
    }
  }

  @Test
  void everyTruncation() throws IOException {
    byte[] good = ZipFixture.stored(members());
    for (int length = 0; length < good.length; length += 5) {
      byte[] bad = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> read(bad))
          .isInstanceOfAny(MalformedDataException.class, MissingDataException.class);
    }
  }
}
