package io.github.emnist.data.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** ZIPs as the JDK writes them, and places in them to be damaged. */
final class ZipFixture {
  private static final int LOCAL_HEADER = 0x04034B50;
  private static final int DIRECTORY_ENTRY = 0x02014B50;
  private static final int END = 0x06054B50;

  private ZipFixture() {}

  static byte[] deflated(Map<String, byte[]> members) {
    return zip(members, ZipEntry.DEFLATED);
  }

  static byte[] stored(Map<String, byte[]> members) {
    return zip(members, ZipEntry.STORED);
  }

  private static byte[] zip(Map<String, byte[]> members, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        entry.setMethod(method);
        if (method == ZipEntry.STORED) {
          CRC32 checksum = new CRC32();
          checksum.update(member.getValue());
          entry.setSize(member.getValue().length);
          entry.setCrc(checksum.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The bytes in the order of the format, to be read and changed in place. */
  static ByteBuffer buffer(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Where the header of a member begins, counted from 0. */
  static int localHeader(byte[] zip, int index) {
    return find(zip, LOCAL_HEADER, index);
  }

  /** Where a member's entry in the directory begins. */
  static int directoryEntry(byte[] zip, int index) {
    return find(zip, DIRECTORY_ENTRY, index);
  }

  /** Where the end record begins. */
  static int end(byte[] zip) {
    return find(zip, END, 0);
  }

  private static int find(byte[] zip, int signature, int index) {
    ByteBuffer buffer = buffer(zip);
    int left = index;
    for (int at = 0; at <= zip.length - 4; at++) {
      if (buffer.getInt(at) == signature && left-- == 0) {
        return at;
      }
    }
    throw new IllegalArgumentException("no such place");
  }
}
