package io.github.emnist.data.internal;

import java.io.IOException;
import java.io.InputStream;

/** A stream that reads arrays; single bytes are read, and bytes skipped, through these. */
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
}
