package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/**
 * A member of a ZIP, read where it lies.
 *
 * @param path the ZIP
 * @param entryName the member's name
 * @param nameBytes how many bytes that is in the ZIP
 * @param headerStart where the member begins
 * @param deflated whether it is compressed
 * @param bytesOnDisk how many bytes it takes
 * @param size how many bytes it unpacks to
 * @param checksum their CRC-32
 */
record ZipMember(
    Path path,
    String entryName,
    int nameBytes,
    long headerStart,
    boolean deflated,
    long bytesOnDisk,
    long size,
    long checksum)
    implements ByteSource {
  private static final int SIGNATURE = 0x04034B50;

  static ZipMember of(Path path, ZipArchiveEntry entry) {
    return new ZipMember(
        path,
        name(entry),
        entry.getRawName().length,
        entry.getLocalHeaderOffset(),
        entry.getMethod() == ZipEntry.DEFLATED,
        entry.getCompressedSize(),
        entry.getSize(),
        entry.getCrc());
  }

  /** The name as it stands there: Commons Compress takes some backslashes for slashes. */
  static String name(ZipArchiveEntry entry) {
    return new String(entry.getRawName(), StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return Archive.memberName(path, entryName);
  }

  @Override
  public String fullName() {
    return entryName;
  }

  @Override
  public InputStream open() throws IOException {
    long data = dataStart();
    InputStream stored = ChannelSlice.open(path, data, bytesOnDisk);
    return deflated ? VerifiedStream.inflating(stored, this) : VerifiedStream.copying(stored, this);
  }

  /** The member has a header of its own, which must not contradict the directory. */
  private long dataStart() throws IOException {
    int length = ZipArchive.LOCAL_HEADER_BYTES + nameBytes;
    byte[] bytes;
    try (InputStream in = ChannelSlice.open(path, headerStart, length)) {
      bytes = in.readNBytes(length);
    }
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < length
        || header.getInt(0) != SIGNATURE
        || (header.getShort(26) & 0xFFFF) != nameBytes
        || !nameIn(bytes).equals(entryName)) {
      throw malformed(headerStart, "other bytes", "the header of this member");
    }
    int method = header.getShort(8) & 0xFFFF;
    if (method != (deflated ? ZipEntry.DEFLATED : ZipEntry.STORED)) {
      throw malformed(
          headerStart + 8,
          String.format(Locale.ROOT, "compression method %d", method),
          "that of the directory");
    }
    return headerStart + length + (header.getShort(28) & 0xFFFF);
  }

  private String nameIn(byte[] header) {
    return new String(header, ZipArchive.LOCAL_HEADER_BYTES, nameBytes, StandardCharsets.UTF_8);
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(name(), offset, found, expected);
  }
}
