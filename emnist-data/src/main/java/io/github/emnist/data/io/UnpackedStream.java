package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.BulkInputStream;
import io.github.emnist.data.internal.Messages;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * A file's bytes, unpacked if they are gzip data; errors give the position of the damage. Commons
 * Compress unpacks the gzip members, checks their CRC-32 and length, and refuses bytes after the
 * last. Not thread-safe.
 */
final class UnpackedStream extends BulkInputStream {
  private static final byte[] GZIP_WITH_DEFLATE = {0x1F, (byte) 0x8B, 8};

  /**
   * The ratio up to which memory is allocated before bytes arrive; real images shrink to a third.
   */
  private static final int TRUSTED_RATIO = 16;

  private static final int BUFFER_BYTES = 1 << 16;

  /** A deflate stream holds at most 258 bytes in 2 bits (RFC 1951: length 258, distance 1). */
  private static final int MAX_RATIO = 1032;

  /** The most bytes of a gzip header, since the library keeps its name and comment in memory. */
  private static final int MAX_HEADER_BYTES = 1 << 20;

  private final String name;
  private final long stored;
  private final long onDisk;
  private final ReadLimits limits;
  private final Stored raw;

  /** Null if the bytes are not gzip data. */
  private final GzipCompressorInputStream gunzip;

  /** The end of the last complete member in the compressed file. */
  private long memberEnd;

  private long position;

  private UnpackedStream(ByteSource source, boolean gzip, ReadLimits limits) throws IOException {
    this.limits = limits;
    name = source.name();
    stored = source.size();
    onDisk = source.bytesOnDisk();
    raw = new Stored(source.open(), gzip ? 0 : -1);
    gunzip = gzip ? gunzip(source) : null;
  }

  /** Opens a file, as gzip data if its name ends in {@code .gz}. */
  static UnpackedStream open(ByteSource source, ReadLimits limits) throws IOException {
    return open(source, source.fullName().endsWith(FileNames.GZIP_SUFFIX), limits);
  }

  static UnpackedStream open(ByteSource source, boolean gzip, ReadLimits limits)
      throws IOException {
    return new UnpackedStream(source, gzip, limits);
  }

  /** Returns the number of bytes, or 0 if it is not reliable. */
  long trustedSize() {
    return gunzip == null && vouchesFor(stored) ? stored : 0;
  }

  /** Tells whether the size on disk justifies memory for this many bytes before they arrive. */
  boolean vouchesFor(long bytes) {
    return bytes / TRUSTED_RATIO <= onDisk;
  }

  /** Returns the file's name for messages. */
  String name() {
    return name;
  }

  boolean isCompressed() {
    return gunzip != null;
  }

  /** Refuses a size that the file cannot have; {@code content} describes what needs it. */
  void checkSize(long bytes, String content) throws MalformedDataException {
    String needed = Messages.format("%s, %d bytes in all", content, bytes);
    if (gunzip == null && stored < bytes) {
      throw malformed(stored, "the end of the file", needed);
    } else if (gunzip == null && stored > bytes) {
      throw malformed(
          bytes,
          Messages.format("trailing bytes (%d)", stored - bytes),
          "the end of the file after " + content);
    } else if (bytes > MAX_RATIO * stored) {
      throw malformed(
          Integer.BYTES,
          needed,
          Messages.format(
              "at most %d bytes, %d times the %d bytes of the compressed file",
              MAX_RATIO * stored, MAX_RATIO, stored));
    }
    if (!limits.allowsRatio(bytes, onDisk)) {
      throw malformed(Integer.BYTES, needed, atMostRatio());
    }
  }

  /** Fills a part of an array; {@code content} describes what the bytes belong to. */
  void readFully(byte[] target, int from, int to, String content) throws IOException {
    if (readNBytes(target, from, to - from) < to - from) {
      throw malformed(position, "the end of the file", content);
    }
  }

  /** Reads exactly {@code length} bytes into an array that grows as they arrive. */
  byte[] readFully(int length, String content) throws IOException {
    byte[] bytes = readNBytes(length);
    if (bytes.length < length) {
      throw malformed(position, "the end of the file", content);
    }
    return bytes;
  }

  /** Checks that nothing follows, including the checksum at the end of a gzip stream. */
  void expectEnd(String content) throws IOException {
    if (read() >= 0) {
      throw malformed(position - 1, "trailing bytes", "the end of the file after " + content);
    }
  }

  private GzipCompressorInputStream gunzip(ByteSource source) throws IOException {
    try {
      return GzipCompressorInputStream.builder()
          .setInputStream(new BufferedInputStream(raw, BUFFER_BYTES))
          .setDecompressConcatenated(true)
          .setOnMemberStart(member -> raw.headerBytes = -1)
          .setOnMemberEnd(
              member -> {
                memberEnd = member.getCompressedCount();
                raw.headerBytes = 0;
              })
          .get();
    } catch (IOException e) {
      raw.close();
      if (e == raw.failure) {
        throw e;
      }
      byte[] start;
      try (InputStream again = source.open()) {
        start = again.readNBytes(GZIP_WITH_DEFLATE.length);
      }
      if (e instanceof EOFException || start.length < GZIP_WITH_DEFLATE.length) {
        throw malformed(0, "the end of the file", "a gzip header", e);
      }
      boolean damaged = Arrays.equals(start, GZIP_WITH_DEFLATE);
      throw malformed(
          0,
          damaged ? "a damaged gzip header" : Messages.hex(start),
          "0x1F8B08 (a gzip header)",
          e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = (gunzip == null ? raw : gunzip).read(target, offset, length);
    } catch (IOException e) {
      throw e == raw.failure ? e : damaged(e);
    }
    position += Math.max(0, count);
    checkRatio();
    return count;
  }

  /** Skips plain bytes without reading them where the file supports it. */
  @Override
  public long skip(long count) throws IOException {
    long skipped = gunzip == null ? raw.skip(count) : super.skip(count);
    position += gunzip == null ? skipped : 0;
    return skipped;
  }

  private MalformedDataException damaged(IOException cause) {
    if (raw.headerBytes >= 0) { // after a member: bytes that are not gzip data
      return malformed(
          memberEnd,
          Messages.format("trailing bytes (%d of the compressed file)", stored - memberEnd),
          "the end of the file or another gzip header",
          cause);
    }
    long offset = gunzip.getBytesRead(); // includes bytes that were not returned
    return cause instanceof EOFException
        ? malformed(offset, "the end of the gzip data", "more of it, then its checksum", cause)
        : malformed(offset, "gzip data that is damaged", "data that match its checksum", cause);
  }

  /** Checks the ratio while unpacking, since gzip files do not give their unpacked size. */
  private void checkRatio() throws MalformedDataException {
    if (!limits.allowsRatio(position, onDisk)) {
      throw malformed(position, Messages.format("more than %d bytes", position), atMostRatio());
    }
  }

  private String atMostRatio() {
    return Messages.format(
        "at most %d times the %d bytes on disk (ReadLimits.maxCompressionRatio)",
        limits.maxCompressionRatio(), onDisk);
  }

  MalformedDataException malformed(long offset, String found, String expected) {
    return malformed(offset, found, expected, null);
  }

  private MalformedDataException malformed(
      long offset, String found, String expected, Throwable cause) {
    return new MalformedDataException(name, offset, found, expected, cause);
  }

  @Override
  public void close() throws IOException {
    (gunzip == null ? raw : gunzip).close();
  }

  /** The stored bytes. Records a failed read, which is not damage to the gzip data. */
  private static final class Stored extends FilterInputStream {
    private IOException failure;

    /** The number of bytes read for a gzip header; negative within a member's data. */
    private long headerBytes;

    private Stored(InputStream in, long headerBytes) {
      super(in);
      this.headerBytes = headerBytes;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count;
      try {
        count = in.read(target, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
      if (headerBytes >= 0 && count > 0) {
        headerBytes += count;
        if (headerBytes > MAX_HEADER_BYTES) {
          throw new IOException("a gzip header of more than " + MAX_HEADER_BYTES + " bytes");
        }
      }
      return count;
    }
  }
}
