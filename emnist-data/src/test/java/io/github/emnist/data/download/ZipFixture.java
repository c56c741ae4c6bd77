package io.github.emnist.data.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Archives as the JDK writes them. */
final class ZipFixture {
  private ZipFixture() {}

  /** As NIST's: each file deflated, in a folder named gzip. */
  static byte[] deflated(Map<String, byte[]> files) {
    return zip("gzip/", files, ZipEntry.DEFLATED);
  }

  static byte[] stored(Map<String, byte[]> files) {
    return zip("gzip/", files, ZipEntry.STORED);
  }

  static byte[] zip(String folder, Map<String, byte[]> files, int method) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(folder + file.getKey());
        entry.setTime(315_619_200_000L); // 1980, the format's first year
        entry.setMethod(method);
        CRC32 crc = new CRC32();
        crc.update(file.getValue());
        entry.setCrc(crc.getValue());
        entry.setSize(file.getValue().length);
        if (method == ZipEntry.STORED) {
          entry.setCompressedSize(file.getValue().length);
        }
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Where the directory's entry of a member begins. */
  static int directoryEntry(byte[] zip, String path) {
    return signature(zip, 0x02014b50, 46, path);
  }

  /** Where the local header of a member begins. */
  static int localHeader(byte[] zip, String path) {
    return signature(zip, 0x04034b50, 30, path);
  }

  private static int signature(byte[] zip, int signature, int nameAt, String path) {
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + nameAt + path.length() <= zip.length; at++) {
      if (bytes.getInt(at) == signature
          && new String(zip, at + nameAt, path.length(), StandardCharsets.US_ASCII).equals(path)) {
        return at;
      }
    }
    throw new IllegalArgumentException(path + " is not in the archive");
  }
}
