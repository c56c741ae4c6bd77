package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a ZIP's member, held against the length and the checksum that the directory gives;
 * both are known to be right once {@link #read} has returned -1. Not thread-safe.
 */
final class VerifiedStream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final Inflater inflater;
  private final ZipMember member;
  private final CRC32 checksum = new CRC32();
  private long position;
  private boolean verified;

  private VerifiedStream(InputStream in, Inflater inflater, ZipMember member) {
    this.in = in;
    this.inflater = inflater;
    this.member = member;
  }

  static VerifiedStream copying(InputStream stored, ZipMember member) {
    return new VerifiedStream(stored, null, member);
  }

  static VerifiedStream inflating(InputStream deflated, ZipMember member) {
    Inflater inflater = new Inflater(true);
    return new VerifiedStream(
        new InflaterInputStream(deflated, inflater, BUFFER_BYTES), inflater, member);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int count = readSome(target, offset, length);
    if (count < 0) {
      verify();
      return -1;
    }
    checksum.update(target, offset, count);
    position += count;
    if (position > member.size()) {
      throw malformed(
          member.size(),
          "more bytes",
          String.format(Locale.ROOT, "the end of the member after %d", member.size()));
    }
    return count;
  }

  private int readSome(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (EOFException e) {
      throw malformed(position, "the end of the deflated data", "more of it");
    } catch (ZipException e) {
      throw malformed(position, "damaged data", "deflated data");
    }
  }

  private void verify() throws MalformedDataException {
    if (verified) {
      return;
    }
    if (position < member.size()) {
      throw malformed(
          position,
          "the end of the member",
          String.format(Locale.ROOT, "%d bytes in all", member.size()));
    }
    if (inflater != null && inflater.getBytesRead() < member.bytesOnDisk()) {
      throw malformed(
          position,
          String.format(
              Locale.ROOT,
              "the end of the deflated data after %d bytes on disk",
              inflater.getBytesRead()),
          String.format(Locale.ROOT, "%d of them", member.bytesOnDisk()));
    }
    if (checksum.getValue() != member.checksum()) {
      throw malformed(
          position,
          String.format(Locale.ROOT, "data of CRC-32 %08x", checksum.getValue()),
          String.format(Locale.ROOT, "%08x, as the directory says", member.checksum()));
    }
    verified = true;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    if (inflater != null) {
      inflater.end();
    }
    in.close();
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(member.name(), offset, found, expected);
  }
}
