package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The header before a member's data (PKWARE's APPNOTE.TXT, 4.3.7). Only its length matters here.
 */
final class LocalHeader {
  private static final int SIGNATURE = 0x04034b50;
  private static final int BYTES = 30;
  private static final int NAME_LENGTH = 26;
  private static final int EXTRA_LENGTH = 28;

  private LocalHeader() {}

  /** Reads past the header; returns where the data begin. */
  static long skip(InputStream in, ZipMember member, String archive) throws IOException {
    byte[] bytes = in.readNBytes(BYTES);
    ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < BYTES || header.getInt(0) != SIGNATURE) {
      byte[] start = Arrays.copyOf(bytes, Math.min(4, bytes.length));
      throw new MalformedDataException(
          archive,
          member.header(),
          "bytes " + HexFormat.of().formatHex(start),
          "504b0304, the header of a member");
    }
    int rest =
        Short.toUnsignedInt(header.getShort(NAME_LENGTH))
            + Short.toUnsignedInt(header.getShort(EXTRA_LENGTH));
    long data = member.header() + BYTES + rest;
    if (data + member.packedSize() > member.end()) {
      throw new MalformedDataException(
          archive,
          member.header(),
          String.format(
              Locale.ROOT,
              "%d bytes of name and extra field, %d of data",
              rest,
              member.packedSize()),
          "all of it before the next member and the archive's end");
    }
    in.skipNBytes(rest);
    return data;
  }
}
