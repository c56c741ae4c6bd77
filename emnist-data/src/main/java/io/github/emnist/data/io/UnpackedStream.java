package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.ZipException;

/** A file's bytes, after gunzip where its name says so; damage to the gzip data is named. */
final class UnpackedStream extends InputStream {
  private static final byte[] GZIP_WITH_DEFLATE = {0x1F, (byte) 0x8B, 8};

  /** Real images shrink to a third; up to this ratio, memory is taken before the bytes arrive. */
  private static final int TRUSTED_RATIO = 16;

  private final String name;
  private final long stored;
  private final long onDisk;
  private final ReadLimits limits;
  private final GunzipStream gunzip;
  private final InputStream in;
  private long position;

  private UnpackedStream(ByteSource source, ReadLimits limits) throws IOException {
    this.limits = limits;
    name = source.name();
    stored = source.size();
    onDisk = source.bytesOnDisk();
    gunzip = source.fullName().endsWith(FileNames.GZIP_SUFFIX) ? gunzip(source) : null;
    in = gunzip != null ? gunzip : source.open();
  }

  static UnpackedStream open(ByteSource source, ReadLimits limits) throws IOException {
    return new UnpackedStream(source, limits);
  }

  /** How many bytes will come, or 0 where nothing but a claim says so. */
  long trustedSize() {
    return gunzip == null && vouchesFor(stored) ? stored : 0;
  }

  /** Whether the bytes on the disk are enough to take memory for this many before they arrive. */
  boolean vouchesFor(long bytes) {
    return bytes / TRUSTED_RATIO <= onDisk;
  }

  private GunzipStream gunzip(ByteSource source) throws IOException {
    InputStream raw = source.open();
    try {
      return new GunzipStream(raw);
    } catch (IOException e) {
      raw.close();
      if (e instanceof EOFException) {
        throw malformed(0, "the end of the file", "a gzip header", e);
      }
      if (e instanceof ZipException) {
        throw malformed(0, firstBytes(source), "0x1F8B08 (a gzip header)", e);
      }
      throw e;
    }
  }

  private static String firstBytes(ByteSource source) throws IOException {
    try (InputStream again = source.open()) {
      byte[] start = again.readNBytes(GZIP_WITH_DEFLATE.length);
      return Arrays.equals(start, GZIP_WITH_DEFLATE)
          ? "a damaged gzip header"
          : IdxInput.hex(start);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int count = in.read(target, offset, length);
      if (count < 0) {
        checkLastMember();
      }
      position += Math.max(0, count);
      checkRatio();
      return count;
    } catch (EOFException e) {
      throw malformed(position, "the end of the gzip data", "more of it, then its checksum", e);
    } catch (ZipException e) {
      throw malformed(position, "gzip data that is damaged", "data that match its checksum", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Bytes after the last member are nothing that gzip knows, whatever the members hold. */
  private void checkLastMember() throws MalformedDataException {
    if (gunzip != null && gunzip.end() < stored) {
      throw malformed(
          gunzip.end(),
          String.format(
              Locale.ROOT, "trailing bytes (%d of the compressed file)", stored - gunzip.end()),
          "the end of the file or another gzip header",
          null);
    }
  }

  /** Nothing in the file says beforehand how much it unpacks to. */
  private void checkRatio() throws MalformedDataException {
    if (!limits.allowsRatio(position, onDisk)) {
      throw malformed(
          position,
          String.format(Locale.ROOT, "more than %d bytes", position),
          String.format(
              Locale.ROOT,
              "at most %d times the %d bytes on disk (ReadLimits.maxCompressionRatio)",
              limits.maxCompressionRatio(),
              onDisk),
          null);
    }
  }

  private MalformedDataException malformed(
      long offset, String found, String expected, Throwable cause) {
    return new MalformedDataException(name, offset, found, expected, cause);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
