package io.github.emnist.data.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Gunzips one member after another (RFC 1952, 2.2). Unlike {@link java.util.zip.GZIPInputStream},
 * it tells where the last member ends, so that whatever else follows does not go unseen. Not
 * thread-safe.
 */
final class GunzipStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  /** RFC 1952, 2.3: ID1, ID2 and the method "deflate". */
  private static final int[] MAGIC = {0x1F, 0x8B, 8};

  /** RFC 1952, 2.3: MTIME, XFL and OS. */
  private static final int TIME_TO_SYSTEM_BYTES = 6;

  private static final int HAS_CHECKSUM = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  /** The next byte of the buffer that belongs to a header or trailer. */
  private int next;

  private int limit;

  /** The byte of the file after the buffer's last. */
  private long fetched;

  private long end;
  private boolean ended;

  /**
   * Reads the first header.
   *
   * @throws EOFException if the file ends within it
   * @throws ZipException if it is none
   */
  GunzipStream(InputStream in) throws IOException {
    this.in = in;
    try {
      readHeader();
    } catch (IOException e) {
      inflater.end();
      throw e;
    }
  }

  /**
   * Where the last member ends once {@link #read} has returned -1: a byte of the compressed file.
   */
  long end() {
    return end;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!ended) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        next = limit - inflater.getRemaining();
        readTrailer();
        end = fetched - limit + next;
        ended = !startsMember();
      } else {
        fetch();
        inflater.setInput(buffer, 0, limit);
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws ZipException {
    try {
      return inflater.inflate(target, offset, length);
    } catch (DataFormatException e) {
      ZipException damaged = new ZipException(e.getMessage());
      damaged.initCause(e);
      throw damaged;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  private boolean startsMember() throws IOException {
    try {
      readHeader();
      return true;
    } catch (EOFException | ZipException e) {
      return false; // end() says whether there was anything
    }
  }

  private void readHeader() throws IOException {
    checksum.reset();
    for (int expected : MAGIC) {
      if (nextByte() != expected) {
        throw new ZipException("not in gzip format");
      }
    }
    int flags = nextByte();
    if ((flags & RESERVED) != 0) {
      throw new ZipException("reserved flags");
    }
    skip(TIME_TO_SYSTEM_BYTES);
    if ((flags & HAS_EXTRA) != 0) {
      skip(nextShort());
    }
    if ((flags & HAS_NAME) != 0) {
      skipText();
    }
    if ((flags & HAS_COMMENT) != 0) {
      skipText();
    }
    if ((flags & HAS_CHECKSUM) != 0) {
      int expected = (int) checksum.getValue() & 0xFFFF;
      if (nextShort() != expected) {
        throw new ZipException("header of another checksum");
      }
    }
    checksum.reset();
    inflater.reset();
    inflater.setInput(buffer, next, limit - next);
  }

  private void readTrailer() throws IOException {
    long data = checksum.getValue();
    long length = inflater.getBytesWritten() & 0xFFFF_FFFFL;
    if (nextInt() != data) {
      throw new ZipException("data of another checksum");
    }
    if (nextInt() != length) {
      throw new ZipException("data of another length");
    }
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      nextByte();
    }
  }

  /** Skips ISO 8859-1 text that ends in a zero byte. */
  private void skipText() throws IOException {
    while (nextByte() != 0) {
      // the zero ends it
    }
  }

  private long nextInt() throws IOException {
    long low = nextShort();
    return low | (long) nextShort() << 16;
  }

  private int nextShort() throws IOException {
    int low = nextByte();
    return low | nextByte() << 8;
  }

  private int nextByte() throws IOException {
    if (next == limit) {
      fetch();
    }
    int value = buffer[next++] & 0xFF;
    checksum.update(value);
    return value;
  }

  private void fetch() throws IOException {
    next = 0;
    limit = 0;
    int count = in.read(buffer, 0, buffer.length);
    if (count <= 0) {
      throw new EOFException();
    }
    limit = count;
    fetched += count;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
