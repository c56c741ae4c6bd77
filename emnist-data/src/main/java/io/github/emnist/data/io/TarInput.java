package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipException;

/**
 * The bytes of a TAR from its start, after gunzip where it is compressed, and how far they have
 * been read. A plain one is skipped through without reading. Not thread-safe.
 */
final class TarInput implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final long stored;
  private final ReadLimits limits;
  private final GunzipStream gunzip;
  private final InputStream in;
  private final byte[] scratch;
  private long position;

  private TarInput(Path path, boolean compressed, ReadLimits limits) throws IOException {
    this.path = path;
    this.limits = limits;
    stored = Files.size(path);
    ChannelSlice file = ChannelSlice.open(path, 0, stored);
    scratch = new byte[compressed ? BUFFER_BYTES : 0];
    gunzip = compressed ? gunzip(file) : null;
    in = compressed ? gunzip : file;
  }

  static TarInput open(Path path, boolean compressed, ReadLimits limits) throws IOException {
    return new TarInput(path, compressed, limits);
  }

  private GunzipStream gunzip(ChannelSlice file) throws IOException {
    try {
      return new GunzipStream(file);
    } catch (IOException e) {
      file.close();
      throw damaged(e);
    }
  }

  /** The byte of the TAR that comes next. */
  long position() {
    return position;
  }

  boolean compressed() {
    return gunzip != null;
  }

  /** Reads up to the end of the array, or of the TAR; returns how many bytes that are. */
  int read(byte[] target) throws IOException {
    int filled = 0;
    while (filled < target.length) {
      int count = read(target, filled, target.length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled;
  }

  /** Reads some bytes; -1 at the end of the TAR. */
  int read(byte[] target, int offset, int length) throws IOException {
    int count;
    try {
      count = in.read(target, offset, length);
    } catch (EOFException | ZipException e) {
      throw damaged(e);
    }
    if (count < 0) {
      checkEnd();
      return -1;
    }
    position += count;
    if (compressed() && position > limits.maxUnpackedBytes()) {
      throw malformed(
          limits.maxUnpackedBytes(),
          "more bytes",
          String.format(
              Locale.ROOT,
              "at most %d in all (ReadLimits.maxUnpackedBytes)",
              limits.maxUnpackedBytes()));
    }
    if (compressed() && !limits.allowsRatio(position, stored)) {
      throw malformed(
          position,
          String.format(Locale.ROOT, "more than %d bytes", position),
          String.format(
              Locale.ROOT,
              "at most %d times the %d bytes on disk (ReadLimits.maxCompressionRatio)",
              limits.maxCompressionRatio(),
              stored));
    }
    return count;
  }

  /** Moves on; returns fewer than {@code count} only at the end of the TAR. */
  long skip(long count) throws IOException {
    if (!compressed()) {
      long skipped = in.skip(count);
      position += skipped;
      return skipped;
    }
    long left = count;
    while (left > 0) {
      int read = read(scratch, 0, (int) Math.min(left, scratch.length));
      if (read < 0) {
        break;
      }
      left -= read;
    }
    return count - left;
  }

  /** Bytes after the gzip data are nothing that gzip knows. */
  private void checkEnd() throws MalformedDataException {
    if (compressed() && gunzip.end() < stored) {
      throw malformed(
          gunzip.end(),
          String.format(
              Locale.ROOT, "trailing bytes (%d of the compressed file)", stored - gunzip.end()),
          "the end of the file or another gzip header");
    }
  }

  private IOException damaged(IOException cause) {
    if (cause instanceof EOFException) {
      return new MalformedDataException(
          path.toString(),
          position,
          "the end of the gzip data",
          "more of it, then its checksum",
          cause);
    }
    if (cause instanceof ZipException) {
      return new MalformedDataException(
          path.toString(),
          position,
          "gzip data that is damaged",
          "data that match its checksum",
          cause);
    }
    return cause;
  }

  MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(path.toString(), offset, found, expected);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
