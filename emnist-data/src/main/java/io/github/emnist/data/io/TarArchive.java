package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the members of a TAR, which has no directory: from header to header, once. The walk is ours
 * and not Commons Compress', which reads what may be skipped and takes as much memory for an
 * extended header as it asks for.
 */
final class TarArchive {
  /** Many times what names and numbers take. */
  private static final int MAX_EXTENDED_BYTES = 1 << 16;

  /** Labels and mappings are smaller, and are read before the images. */
  private static final int KEPT_MEMBER_BYTES = 1 << 20;

  private static final int KEPT_BYTES = 1 << 24;

  private final Path path;
  private final TarInput tar;
  private final ReadLimits limits;
  private final Archive.Builder archive;
  private final long fileSize;
  private int kept;
  private String longName;
  private Map<String, String> extended = Map.of();

  private TarArchive(Path path, TarInput tar, ReadLimits limits) throws IOException {
    this.path = path;
    this.tar = tar;
    this.limits = limits;
    fileSize = Files.size(path);
    archive = new Archive.Builder(path, limits);
  }

  static Archive read(Path path, boolean compressed, ReadLimits limits) throws IOException {
    try (TarInput tar = TarInput.open(path, compressed, limits)) {
      return new TarArchive(path, tar, limits).walk();
    }
  }

  private Archive walk() throws IOException {
    byte[] block = new byte[TarHeader.BLOCK_BYTES];
    for (long offset = 0; ; offset = tar.position()) {
      if (tar.read(block) < block.length) {
        throw tar.malformed(
            tar.position(), "the end of the file", "another member or the empty block after all");
      }
      if (TarHeader.isEmpty(block)) {
        expectNothingElse(block);
        return archive.build();
      }
      take(TarHeader.parse(block, tar, offset), offset);
    }
  }

  /** More empty blocks may follow; anything else would be hidden from some readers. */
  private void expectNothingElse(byte[] block) throws IOException {
    for (long offset = tar.position(); ; offset = tar.position()) {
      int count = tar.read(block);
      for (int i = 0; i < count; i++) {
        if (block[i] != 0) {
          throw tar.malformed(offset + i, "other bytes", "zeros after the end of the TAR");
        }
      }
      if (count < block.length) {
        return;
      }
    }
  }

  private void take(TarHeader header, long offset) throws IOException {
    archive.count(offset);
    if (header.isLongName()) {
      String text = new String(extension(header, offset), StandardCharsets.UTF_8);
      longName = text.substring(0, Math.max(0, (text + '\0').indexOf('\0')));
    } else if (header.isExtended()) {
      extended = PaxRecords.parse(extension(header, offset), tar, offset + TarHeader.BLOCK_BYTES);
    } else if (header.isToBeSkipped()) {
      skipData(header.size(), offset);
    } else {
      takeMember(header, offset);
      longName = null;
      extended = Map.of();
    }
  }

  private byte[] extension(TarHeader header, long offset) throws IOException {
    if (header.size() > MAX_EXTENDED_BYTES) {
      throw tar.malformed(
          offset,
          String.format(Locale.ROOT, "an extended header of %d bytes", header.size()),
          String.format(Locale.ROOT, "at most %d", MAX_EXTENDED_BYTES));
    }
    byte[] bytes = new byte[(int) header.size()];
    readAll(bytes, offset);
    skip(padding(bytes.length), offset);
    return bytes;
  }

  private void takeMember(TarHeader header, long offset) throws IOException {
    byte[] block = new byte[TarHeader.BLOCK_BYTES];
    for (boolean more = header.hasSparseBlocks(); more; more = block[504] != 0) {
      readAll(block, offset);
    }
    String name = extended.getOrDefault("path", longName == null ? header.name() : longName);
    long size = PaxRecords.size(extended, header.size(), tar, offset);
    archive.checkName(name, offset);
    String special = header.special(extended);
    if (special != null) {
      archive.addSpecial(name, special, offset);
    } else if (!header.isFolder()) {
      addFile(name, offset, size);
      return;
    }
    skipData(size, offset);
  }

  private void addFile(String name, long offset, long size) throws IOException {
    long start = tar.position();
    long onDisk = Math.min(size, fileSize);
    boolean keep =
        tar.compressed()
            && archive.wants(name)
            && size <= KEPT_MEMBER_BYTES
            && size <= KEPT_BYTES - kept;
    if (keep) {
      byte[] bytes = new byte[(int) size];
      readAll(bytes, offset);
      skip(padding(size), offset);
      kept += bytes.length;
      ByteSource member = new KeptBytes(Archive.memberName(path, name), name, bytes);
      archive.addFile(name, offset, size, size, member);
    } else {
      skipData(size, offset);
      ByteSource member = new TarMember(path, tar.compressed(), name, start, size, onDisk, limits);
      archive.addFile(name, offset, size, onDisk, member);
    }
  }

  private void skipData(long size, long offset) throws IOException {
    skip(size, offset);
    skip(padding(size), offset);
  }

  /** A member's data are filled up to whole blocks. */
  private static long padding(long size) {
    return Math.floorMod(-size, TarHeader.BLOCK_BYTES);
  }

  private void skip(long count, long offset) throws IOException {
    if (tar.skip(count) < count) {
      throw truncated(offset);
    }
  }

  private void readAll(byte[] bytes, long offset) throws IOException {
    if (tar.read(bytes) < bytes.length) {
      throw truncated(offset);
    }
  }

  private MalformedDataException truncated(long offset) {
    return tar.malformed(
        tar.position(),
        "the end of the file",
        String.format(Locale.ROOT, "the rest of the member at byte %d", offset));
  }
}
