package io.github.emnist.data.io;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Gzips into one member without a name or a time (RFC 1952, 2.3), so that equal data give equal
 * bytes: {@link java.util.zip.GZIPOutputStream}'s header has changed between JDKs. The deflated
 * bytes in between are those of the JDK's zlib. Closing it leaves the stream beneath open. Not
 * thread-safe.
 */
final class GzipOutput extends DeflaterOutputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  /** ID1, ID2, "deflate", no flags, no time (4), no hint at the level, "unknown" system. */
  private static final byte[] HEADER = {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, (byte) 0xFF};

  private final CRC32 checksum = new CRC32();

  GzipOutput(OutputStream out) throws IOException {
    super(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), BUFFER_BYTES);
    out.write(HEADER);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    super.write(bytes, offset, length);
    checksum.update(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    try {
      finish();
      out.write(
          ByteBuffer.allocate(2 * Integer.BYTES)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt((int) checksum.getValue())
              .putInt((int) def.getBytesRead())
              .array());
    } finally {
      def.end();
    }
  }
}
