package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** Turns a member's bytes in the archive into the file that they stand for. */
final class Unpacker {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String archive;
  private final ZipMember member;
  private final boolean durable;

  Unpacker(String archive, ZipMember member, boolean durable) {
    this.archive = archive;
    this.member = member;
    this.durable = durable;
  }

  /** Writes the file, forced to the disk; returns its SHA-256. */
  String unpack(InputStream packed, Path target) throws IOException {
    if (member.method() == ZipMember.STORED) {
      return copy(packed, target);
    }
    Inflater inflater = new Inflater(true);
    try {
      String sha256 = copy(new InflaterInputStream(packed, inflater, BUFFER_BYTES), target);
      if (inflater.getBytesRead() != member.packedSize()) {
        throw malformed(
            String.format(Locale.ROOT, "deflate data of %d bytes", inflater.getBytesRead()),
            String.format(Locale.ROOT, "%d", member.packedSize()));
      }
      return sha256;
    } catch (ZipException | EOFException e) {
      throw malformed("deflate data that cannot be read (" + e.getMessage() + ")", "whole ones");
    } finally {
      inflater.end();
    }
  }

  private String copy(InputStream in, Path target) throws IOException {
    MessageDigest digest = Digests.sha256();
    CRC32 crc = new CRC32();
    byte[] buffer = new byte[BUFFER_BYTES];
    long size = 0;
    try (FileChannel out =
        FileChannel.open(
            target,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        size += count;
        if (size > member.size()) {
          throw malformed("more bytes", String.format(Locale.ROOT, "%d", member.size()));
        }
        digest.update(buffer, 0, count);
        crc.update(buffer, 0, count);
        LocalFiles.write(out, target, buffer, count);
      }
      if (size != member.size()) {
        throw malformed(
            String.format(Locale.ROOT, "%d bytes", size),
            String.format(Locale.ROOT, "%d", member.size()));
      }
      if (crc.getValue() != member.crc()) {
        throw malformed(
            String.format(Locale.ROOT, "CRC-32 %08x", crc.getValue()),
            String.format(Locale.ROOT, "%08x", member.crc()));
      }
      LocalFiles.force(out, target, durable);
    }
    return Digests.hex(digest);
  }

  private MalformedDataException malformed(String found, String expected) {
    return new MalformedDataException(
        archive + ", member " + member.fileName(), member.header(), found, expected);
  }
}
