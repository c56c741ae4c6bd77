package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipEncoding;
import org.apache.commons.compress.archivers.zip.ZipEncodingHelper;

/** One header block of a TAR. Commons Compress knows what the many kinds of TAR put into it. */
final class TarHeader {
  static final int BLOCK_BYTES = 512;

  private static final ZipEncoding UTF_8 = ZipEncodingHelper.getZipEncoding("UTF-8");

  private final TarArchiveEntry entry;

  private TarHeader(TarArchiveEntry entry) {
    this.entry = entry;
  }

  /** Whether a file that begins with these bytes is a TAR. */
  static boolean isOne(byte[] block) {
    if (block.length < BLOCK_BYTES || isEmpty(block)) {
      return false;
    }
    try {
      return TarUtils.verifyCheckSum(block);
    } catch (IllegalArgumentException e) { // no number where the checksum should be
      return false;
    }
  }

  /** Whether a block is one of those that end a TAR. */
  static boolean isEmpty(byte[] block) {
    return Arrays.equals(block, new byte[block.length]);
  }

  static TarHeader parse(byte[] block, TarInput tar, long offset) throws MalformedDataException {
    if (!isOne(block)) {
      throw tar.malformed(offset, "other bytes", "the header of a TAR's member");
    }
    try {
      // Lenient: owners, modes and times are of no interest.
      TarHeader header = new TarHeader(new TarArchiveEntry(block, UTF_8, true));
      if (header.size() >= 0) {
        return header;
      }
    } catch (IOException | IllegalArgumentException e) {
      // a size that is no number, or below zero
    }
    throw tar.malformed(offset + 124, "a size that is none", "an octal number or a positive one");
  }

  String name() {
    return entry.getName();
  }

  long size() {
    return entry.getSize();
  }

  boolean isFolder() {
    return entry.isDirectory();
  }

  /** The following member's name, longer than fits. */
  boolean isLongName() {
    return entry.isGNULongNameEntry();
  }

  /** What else there is to say of the following member. */
  boolean isExtended() {
    return entry.isPaxHeader();
  }

  /** Of no interest: a long link target, or what holds for all members. */
  boolean isToBeSkipped() {
    return entry.isGNULongLinkEntry() || entry.isGlobalPaxHeader();
  }

  /** Whether blocks follow that are counted neither as header nor as data. */
  boolean hasSparseBlocks() {
    return entry.isOldGNUSparse() && entry.isExtended();
  }

  /** What the member is, if it is no file; null if it is one. */
  String special(Map<String, String> extended) {
    if (entry.isSymbolicLink()) {
      return "a symbolic link";
    }
    if (entry.isLink()) {
      return "a hard link";
    }
    if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      return "a device";
    }
    if (entry.isOldGNUSparse()
        || extended.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"))) {
      return "a sparse file";
    }
    return null;
  }
}
