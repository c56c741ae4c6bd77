package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.BulkInputStream;
import io.github.emnist.data.internal.Messages;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Finds the members of a TAR, plain or gzipped, in one pass with Commons Compress. The library
 * allocates memory for long names and extended headers in the sizes that they declare, and ends
 * without an error at the end of a truncated file; the stream that it reads from limits and checks
 * both.
 */
final class TarArchive {
  /** The size of a TAR's blocks, which begin with a header. */
  static final int BLOCK_BYTES = 512;

  /** The most bytes of headers before a member, many times what names and numbers need. */
  private static final int MAX_HEADER_BYTES = 1 << 17;

  /**
   * Under gzip, smaller members are kept in memory: labels and mappings, read before the images.
   */
  private static final int KEPT_MEMBER_BYTES = 1 << 20;

  private static final int KEPT_BYTES = 1 << 24;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path path;
  private final boolean gzip;
  private final ReadLimits limits;
  private final long fileSize;
  private final Archive.Builder archive;
  private int kept;

  private TarArchive(Path path, boolean gzip, ReadLimits limits) throws IOException {
    this.path = path;
    this.gzip = gzip;
    this.limits = limits;
    fileSize = Files.size(path);
    archive = new Archive.Builder(path, limits);
  }

  /** Tells whether a file that begins with this block is a TAR. */
  static boolean isOne(byte[] block) {
    try {
      // The sum of a block of zeros is that of the blank checksum field alone.
      return block.length >= BLOCK_BYTES && TarUtils.verifyCheckSum(block);
    } catch (IllegalArgumentException e) { // no number where the checksum should be
      return false;
    }
  }

  static Archive read(Path path, boolean gzip, ReadLimits limits) throws IOException {
    return new TarArchive(path, gzip, limits).walk();
  }

  private Archive walk() throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    try (Input in = new Input();
        TarArchiveInputStream tar =
            // Lenient: owners, modes and times are of no interest.
            new TarArchiveInputStream(in, BLOCK_BYTES, BLOCK_BYTES, "UTF-8", true)) {
      while (true) {
        long offset = in.startHeaders();
        TarArchiveEntry entry = next(tar, in, offset);
        if (entry == null) {
          in.expectZeros(buffer);
          return archive.build();
        }
        in.endHeaders();
        add(entry, tar, in, offset);
        drain(tar, in, offset, buffer);
      }
    }
  }

  private TarArchiveEntry next(TarArchiveInputStream tar, Input in, long offset)
      throws IOException {
    try {
      TarArchiveEntry entry = tar.getNextEntry();
      if (entry == null || entry.isCheckSumOK()) {
        return entry;
      }
    } catch (IOException | RuntimeException e) { // RuntimeException: some fields are not checked
      if (e == in.failure) {
        throw e;
      }
      throw in.atEnd
          ? truncated(in, offset)
          : malformed(
              offset,
              "a header that cannot be read (" + e.getMessage() + ")",
              "the header of a TAR's member",
              e);
    }
    throw malformed(offset, "other bytes", "the header of a TAR's member", null);
  }

  private void add(TarArchiveEntry entry, TarArchiveInputStream tar, Input in, long offset)
      throws IOException {
    String name = entry.getName();
    archive.count(offset);
    archive.checkName(name, offset);
    if (entry.isSparse()) {
      // A sparse file declares a length without data on disk, and cannot be skipped.
      throw archive.addUnreadable(name, offset, "a sparse file", "a file");
    }
    String special =
        entry.isSymbolicLink()
            ? "a symbolic link"
            : entry.isLink()
                ? "a hard link"
                : entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()
                    ? "a device"
                    : null;
    if (special != null) {
      archive.addSpecial(name, special, offset);
    } else if (!entry.isDirectory()) {
      addFile(entry, tar, in, offset);
    }
  }

  private void addFile(TarArchiveEntry entry, TarArchiveInputStream tar, Input in, long offset)
      throws IOException {
    String name = entry.getName();
    long size = entry.getSize();
    boolean keep =
        gzip && archive.wants(name) && size <= KEPT_MEMBER_BYTES && size <= KEPT_BYTES - kept;
    String shown = archive.memberName(name);
    if (!keep) {
      long start = in.position;
      archive.addFile(
          new ByteSource.Member(
              shown, name, size, Math.min(size, fileSize), () -> open(start, size, shown)),
          offset);
      return;
    }
    byte[] bytes = new byte[(int) size];
    int filled = 0;
    while (filled < bytes.length) {
      filled += readSome(tar, in, offset, bytes, filled);
    }
    kept += bytes.length;
    archive.addFile(
        new ByteSource.Member(shown, name, size, size, () -> new ByteArrayInputStream(bytes)),
        offset);
  }

  /** Opens a member's data, under gzip by unpacking everything before them. */
  private InputStream open(long start, long size, String name) throws IOException {
    UnpackedStream tar = UnpackedStream.open(ByteSource.of(path), gzip, limits);
    try {
      tar.skipNBytes(start);
    } catch (EOFException e) {
      // the first read reports it
    } catch (IOException e) {
      tar.close();
      throw e;
    }
    return BulkInputStream.exactly(
        tar,
        size,
        missing ->
            new MalformedDataException(
                name,
                size - missing,
                "the end of the TAR",
                Messages.format("%d bytes in all", size)));
  }

  private void drain(TarArchiveInputStream tar, Input in, long offset, byte[] buffer)
      throws IOException {
    int count;
    do {
      count = readSome(tar, in, offset, buffer, 0);
    } while (count >= 0);
  }

  private int readSome(TarArchiveInputStream tar, Input in, long offset, byte[] target, int filled)
      throws IOException {
    try {
      return tar.read(target, filled, target.length - filled);
    } catch (IOException e) {
      throw in.atEnd && e != in.failure ? truncated(in, offset) : e;
    }
  }

  private MalformedDataException truncated(Input in, long offset) {
    String expected = Messages.format("the rest of the member at byte %d", offset);
    return malformed(in.position, "the end of the file", expected, null);
  }

  private MalformedDataException malformed(
      long offset, String found, String expected, Throwable cause) {
    return new MalformedDataException(path.toString(), offset, found, expected, cause);
  }

  /** The bytes of the TAR, and the position in them. */
  private final class Input extends BulkInputStream {
    private final InputStream in;
    private long position;
    private boolean atEnd;

    /** The exception of a failed read, which the library may wrap. */
    private IOException failure;

    /** The start of the headers; negative between headers. */
    private long headers = -1;

    /** The first byte of the headers that is not zero, or negative. */
    private long firstNonZero = -1;

    private Input() throws IOException {
      this.in = UnpackedStream.open(ByteSource.of(path), gzip, limits);
    }

    /** Expects headers from the next block on and returns its start. */
    private long startHeaders() {
      headers = position + Math.floorMod(-position, BLOCK_BYTES);
      firstNonZero = -1;
      return headers;
    }

    private void endHeaders() {
      headers = -1;
    }

    /** Checks that zeros end the TAR; anything after them would be hidden from some readers. */
    private void expectZeros(byte[] buffer) throws IOException {
      long first = headers;
      if (position - first < BLOCK_BYTES) {
        throw malformed(
            position, "the end of the file", "another member or the empty block after all", null);
      }
      for (int count = 0; count >= 0 && firstNonZero < 0; count = read(buffer)) {
        headers = position; // there may be many
      }
      if (firstNonZero >= 0) {
        throw malformed(firstNonZero, "other bytes", "zeros after the end of the TAR", null);
      }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      try {
        int count = in.read(target, offset, length);
        atEnd |= count < 0;
        for (int i = 0; i < count && headers >= 0 && firstNonZero < 0; i++) {
          if (target[offset + i] != 0 && position + i >= headers) {
            firstNonZero = position + i;
          }
        }
        position += Math.max(0, count);
        check();
        return count;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }

    private void check() throws MalformedDataException {
      long max = limits.maxUnpackedBytes();
      if (gzip && position > max) {
        String expected = Messages.format("at most %d in all (ReadLimits.maxUnpackedBytes)", max);
        throw malformed(max, "more bytes", expected, null);
      }
      if (headers >= 0 && position - headers > MAX_HEADER_BYTES) {
        String expected = Messages.format("at most %d bytes before a member", MAX_HEADER_BYTES);
        throw malformed(headers, "a longer header", expected, null);
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
