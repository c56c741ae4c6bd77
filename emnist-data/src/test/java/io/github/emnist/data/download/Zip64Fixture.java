package io.github.emnist.data.download;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** An archive whose every number is a ZIP64 one (PKWARE's APPNOTE.TXT, 4.3.14 and 4.5.3). */
final class Zip64Fixture {
  private static final int ALL_ONES = 0xFFFF_FFFF;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Zip64Fixture() {}

  /** The bytes from {@code offset} on of an archive that begins long before. */
  static byte[] from(long offset, Map<String, byte[]> files) {
    Zip64Fixture zip = new Zip64Fixture();
    Zip64Fixture directory = new Zip64Fixture();
    files.forEach(
        (name, content) -> {
          CRC32 crc = new CRC32();
          crc.update(content);
          long header = offset + zip.bytes.size();
          zip.header(0x04034b50, false, name, content, (int) crc.getValue(), header);
          zip.bytes.writeBytes(content);
          directory.header(0x02014b50, true, name, content, (int) crc.getValue(), header);
        });
    long start = offset + zip.bytes.size();
    zip.bytes.writeBytes(directory.bytes.toByteArray());
    long end = offset + zip.bytes.size();
    zip.put(
        ByteBuffer.allocate(56)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x06064b50)
            .putLong(44)
            .putShort((short) 45)
            .putShort((short) 45)
            .putInt(0)
            .putInt(0)
            .putLong(files.size())
            .putLong(files.size())
            .putLong(directory.bytes.size())
            .putLong(start));
    zip.put(
        ByteBuffer.allocate(20)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x07064b50)
            .putInt(0)
            .putLong(end)
            .putInt(1));
    zip.put(
        ByteBuffer.allocate(22)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(0x06054b50)
            .putInt(0)
            .putInt(ALL_ONES)
            .putInt(ALL_ONES)
            .putInt(ALL_ONES)
            .putShort((short) 0));
    return zip.bytes.toByteArray();
  }

  private void header(
      int signature, boolean central, String name, byte[] content, int crc, long offset) {
    byte[] path = ("gzip/" + name).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer fixed = ByteBuffer.allocate(central ? 46 : 30).order(ByteOrder.LITTLE_ENDIAN);
    fixed.putInt(signature);
    if (central) {
      fixed.putShort((short) 45);
    }
    fixed.putShort((short) 45).putShort((short) 0).putShort((short) 0);
    fixed.putInt(0x00210000).putInt(crc).putInt(ALL_ONES).putInt(ALL_ONES);
    fixed.putShort((short) path.length).putShort((short) (central ? 28 : 20));
    if (central) {
      fixed.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(ALL_ONES);
    }
    put(fixed);
    bytes.writeBytes(path);
    ByteBuffer extra = ByteBuffer.allocate(central ? 28 : 20).order(ByteOrder.LITTLE_ENDIAN);
    extra.putShort((short) 1).putShort((short) (central ? 24 : 16));
    extra.putLong(content.length).putLong(content.length);
    if (central) {
      extra.putLong(offset);
    }
    put(extra);
  }

  private void put(ByteBuffer buffer) {
    try {
      bytes.write(buffer.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
