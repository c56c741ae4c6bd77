package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/** The bytes of one IDX file, after gunzip, and how far they have been read. Not thread-safe. */
final class IdxInput implements Closeable {
  /** A deflate stream holds at most 258 bytes in 2 bits (RFC 1951: length 258, distance 1). */
  private static final int MAX_RATIO = 1032;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final long stored;
  private final long onDisk;
  private final ReadLimits limits;
  private final boolean compressed;
  private final UnpackedStream in;
  private long position;

  private IdxInput(ByteSource source, ReadLimits limits) throws IOException {
    this.limits = limits;
    name = source.name();
    stored = source.size();
    onDisk = source.bytesOnDisk();
    compressed = source.fullName().endsWith(FileNames.GZIP_SUFFIX);
    in = UnpackedStream.open(source, limits);
  }

  static IdxInput open(ByteSource source, ReadLimits limits) throws IOException {
    return new IdxInput(source, limits);
  }

  static String hex(byte... bytes) {
    return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** The file, for messages. */
  String name() {
    return name;
  }

  /** Refuses a size that the file cannot have; {@code content} says what would take it. */
  void checkSize(long bytes, String content) throws MalformedDataException {
    if (compressed) {
      if (bytes > MAX_RATIO * stored) {
        throw malformed(
            Integer.BYTES,
            String.format(Locale.ROOT, "%s, %d bytes in all", content, bytes),
            String.format(
                Locale.ROOT,
                "at most %d bytes, %d times the %d bytes of the compressed file",
                MAX_RATIO * stored,
                MAX_RATIO,
                stored));
      }
    } else if (stored < bytes) {
      throw malformed(
          stored,
          "the end of the file",
          String.format(Locale.ROOT, "%s, %d bytes in all", content, bytes));
    } else if (stored > bytes) {
      throw malformed(
          bytes,
          String.format(Locale.ROOT, "trailing bytes (%d)", stored - bytes),
          "the end of the file after " + content);
    }
    if (!limits.allowsRatio(bytes, onDisk)) {
      throw malformed(
          Integer.BYTES,
          String.format(Locale.ROOT, "%s, %d bytes in all", content, bytes),
          String.format(
              Locale.ROOT,
              "at most %d times the %d bytes on disk (ReadLimits.maxCompressionRatio)",
              limits.maxCompressionRatio(),
              onDisk));
    }
  }

  boolean isCompressed() {
    return compressed;
  }

  /** Whether the stored bytes are enough to take memory for this many before they arrive. */
  boolean vouchesFor(long bytes) {
    return in.vouchesFor(bytes);
  }

  /** Reads exactly {@code length} bytes; {@code content} says what they belong to. */
  void readFully(byte[] target, int length, String content) throws IOException {
    int filled = 0;
    while (filled < length) {
      int count = read(target, filled, length - filled);
      if (count < 0) {
        throw malformed(position, "the end of the file", content);
      }
      filled += count;
    }
  }

  /** Reads exactly {@code length} bytes into an array that grows as they arrive. */
  byte[] readFully(int length, String content) throws IOException {
    byte[] bytes = new byte[Math.min(length, BUFFER_BYTES)];
    int filled = 0;
    while (filled < length) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * filled, length));
      }
      int count = read(bytes, filled, bytes.length - filled);
      if (count < 0) {
        throw malformed(position, "the end of the file", content);
      }
      filled += count;
    }
    return bytes;
  }

  /** Checks that nothing follows, and with it the checksum at the end of a gzip stream. */
  void expectEnd(String content) throws IOException {
    if (read(new byte[1], 0, 1) >= 0) {
      throw malformed(position - 1, "trailing bytes", "the end of the file after " + content);
    }
  }

  private int read(byte[] target, int offset, int length) throws IOException {
    int count = in.read(target, offset, length);
    position += Math.max(0, count);
    return count;
  }

  MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(name, offset, found, expected);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
