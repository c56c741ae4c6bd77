package io.github.emnist.data.io;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** TARs put together block by block (POSIX ustar). */
final class TarFixture {
  static final int BLOCK = 512;
  static final char FILE = '0';
  static final char HARD_LINK = '1';
  static final char SYMBOLIC_LINK = '2';
  static final char CHARACTER_DEVICE = '3';
  static final char BLOCK_DEVICE = '4';
  static final char FOLDER = '5';
  static final char FIFO = '6';
  static final char GLOBAL_EXTENDED = 'g';
  static final char EXTENDED = 'x';
  static final char LONG_NAME = 'L';
  static final char LONG_LINK = 'K';
  static final char SPARSE = 'S';

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static byte[] tar(Map<String, byte[]> members) {
    TarFixture tar = new TarFixture();
    members.forEach(tar::file);
    return tar.end();
  }

  TarFixture file(String name, byte[] content) {
    return member(FILE, name, content);
  }

  /** Extended records, each with its length before it. */
  TarFixture extended(char type, String... records) {
    StringBuilder text = new StringBuilder();
    for (String record : records) {
      int length = record.length() + 3;
      length += Integer.toString(length + 1).length() - 1;
      text.append(length).append(' ').append(record).append('\n');
    }
    return member(type, "PaxHeaders/x", text.toString().getBytes(StandardCharsets.UTF_8));
  }

  TarFixture member(char type, String name, byte[] content) {
    return header(type, name, octal(content.length, 12)).data(content);
  }

  /** Content up to whole blocks. */
  TarFixture data(byte... content) {
    bytes.writeBytes(content);
    bytes.writeBytes(new byte[Math.floorMod(-content.length, BLOCK)]);
    return this;
  }

  /** A header alone; {@code size} are the 12 bytes of that field. */
  TarFixture header(char type, String name, byte[] size) {
    byte[] block = new byte[BLOCK];
    put(block, 0, name.getBytes(StandardCharsets.UTF_8));
    put(block, 100, octal(0644, 8));
    put(block, 108, octal(0, 8));
    put(block, 116, octal(0, 8));
    put(block, 124, size);
    put(block, 136, octal(0, 12));
    block[156] = (byte) type;
    put(block, 157, (type == FILE ? "" : "elsewhere").getBytes(StandardCharsets.UTF_8));
    put(block, 257, "ustar\00000".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(withChecksum(block));
    return this;
  }

  /** Any block as it is. */
  TarFixture block(byte... block) {
    bytes.writeBytes(Arrays.copyOf(block, BLOCK));
    return this;
  }

  static byte[] withChecksum(byte[] block) {
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    put(block, 148, octal(sum, 7));
    return block;
  }

  /** Octal digits that end in a zero byte. */
  static byte[] octal(long value, int length) {
    String digits = Long.toOctalString(value);
    return Arrays.copyOf(
        ("0".repeat(length - 1 - digits.length()) + digits).getBytes(StandardCharsets.US_ASCII),
        length);
  }

  private static void put(byte[] block, int at, byte[] field) {
    System.arraycopy(field, 0, block, at, field.length);
  }

  int length() {
    return bytes.size();
  }

  /** The TAR with its two empty blocks. */
  byte[] end() {
    return IdxFixture.concat(bytes.toByteArray(), new byte[2 * BLOCK]);
  }

  /** The TAR without an end. */
  byte[] endless() {
    return bytes.toByteArray();
  }
}
