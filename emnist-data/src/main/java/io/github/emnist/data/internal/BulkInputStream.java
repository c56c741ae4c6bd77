package io.github.emnist.data.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongFunction;

/** A stream whose single-byte reads and skips go through array reads. */
public abstract class BulkInputStream extends InputStream {
  /** Creates the stream. */
  protected BulkInputStream() {}

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public abstract void close() throws IOException;

  /**
   * Returns exactly {@code length} bytes of a stream, which it closes. If the stream ends earlier,
   * reading throws what {@code truncated} returns for the number of missing bytes.
   */
  public static BulkInputStream exactly(
      InputStream in, long length, LongFunction<IOException> truncated) {
    return new BulkInputStream() {
      private long left = length;

      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        if (left == 0 || count == 0) {
          return count == 0 ? 0 : -1;
        }
        int read = in.read(target, offset, (int) Math.min(count, left));
        if (read < 0) {
          throw truncated.apply(left);
        }
        left -= read;
        return read;
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }
}
