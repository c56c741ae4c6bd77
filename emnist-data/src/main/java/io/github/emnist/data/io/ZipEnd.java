package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Locale;

/**
 * Reads the end of a ZIP, which says where the directory is. Readers differ in what they take for
 * the archive where other bytes stand before or after it, so there must be none; and the directory
 * must be of a size that one may read into memory.
 *
 * @see <a href="https://support.pkware.com/pkzip/appnote">PKWARE, .ZIP file format specification,
 *     4.3.14 to 4.3.16</a>
 */
final class ZipEnd {
  private static final int SIGNATURE = 0x06054B50;
  private static final int BYTES = 22;
  private static final int MAX_COMMENT_BYTES = 0xFFFF;
  private static final int LOCATOR_64_SIGNATURE = 0x07064B50;
  private static final int LOCATOR_64_BYTES = 20;
  private static final int SIGNATURE_64 = 0x06064B50;
  private static final int BYTES_64 = 56;

  /** Room for a member in the directory: 46 bytes, its name, extra fields and comment. */
  private static final int ENTRY_BYTES = 256;

  private final FileChannel file;
  private final String name;
  private final ReadLimits limits;

  private ZipEnd(FileChannel file, String name, ReadLimits limits) {
    this.file = file;
    this.name = name;
    this.limits = limits;
  }

  /**
   * What the end of a ZIP says.
   *
   * @param start where the directory begins
   * @param end where it ends
   * @param entries how many members it lists
   */
  record Directory(long start, long end, long entries) {}

  static Directory read(FileChannel file, String name, ReadLimits limits) throws IOException {
    return new ZipEnd(file, name, limits).read();
  }

  private Directory read() throws IOException {
    long position = find();
    long locator = position - LOCATOR_64_BYTES;
    if (locator >= 0) {
      ByteBuffer bytes = bytes(locator, LOCATOR_64_BYTES);
      if (bytes.getInt(0) == LOCATOR_64_SIGNATURE) {
        return read64(bytes.getLong(8), locator);
      }
    }
    ByteBuffer bytes = bytes(position, BYTES);
    if (bytes.getInt(4) != 0) { // the numbers of this disk and of the directory's
      throw malformed(position + 4, "a part of a ZIP in several files", "a whole one");
    }
    return check(
        unsigned(bytes.getInt(16)),
        unsigned(bytes.getInt(12)),
        bytes.getShort(10) & 0xFFFF,
        position);
  }

  /** Looks for the last end record; its comment must end with the file. */
  private long find() throws IOException {
    long size = file.size();
    int tailBytes = (int) Math.min(size, BYTES + MAX_COMMENT_BYTES);
    ByteBuffer tail = bytes(size - tailBytes, tailBytes);
    int at = tailBytes - BYTES;
    while (at >= 0 && tail.getInt(at) != SIGNATURE) {
      at--;
    }
    if (at < 0) {
      throw malformed(size, "the end of the file", "the directory of a ZIP before it");
    }
    int end = at + BYTES + (tail.getShort(at + 20) & 0xFFFF);
    if (end > tailBytes) {
      throw malformed(size, "the end of the file", "the rest of the ZIP's comment");
    }
    if (end < tailBytes) {
      throw malformed(
          size - tailBytes + end,
          String.format(Locale.ROOT, "trailing bytes (%d)", tailBytes - end),
          "the end of the file after the ZIP");
    }
    return size - tailBytes + at;
  }

  private Directory read64(long position, long locator) throws IOException {
    if (position < 0 || position > locator - BYTES_64) {
      throw malformed(
          locator + 8, "a ZIP64 end record at byte " + position, "one before byte " + locator);
    }
    ByteBuffer bytes = bytes(position, BYTES_64);
    if (bytes.getInt(0) != SIGNATURE_64 || bytes.getLong(4) != locator - position - 12) {
      throw malformed(position, "other bytes", "a ZIP64 end record that ends at byte " + locator);
    }
    return check(bytes.getLong(48), bytes.getLong(40), bytes.getLong(32), position);
  }

  private Directory check(long start, long bytes, long entries, long end)
      throws MalformedDataException {
    if (start < 0 || bytes < 0 || start > end || bytes != end - start) {
      throw malformed(
          end,
          String.format(Locale.ROOT, "a directory of %d bytes at byte %d", bytes, start),
          "one that ends at byte " + end + ", with nothing before or after the ZIP");
    }
    if (entries < 0 || entries > limits.maxEntries()) {
      throw malformed(
          end,
          Long.toUnsignedString(entries) + " members",
          String.format(Locale.ROOT, "at most %d (ReadLimits.maxEntries)", limits.maxEntries()));
    }
    long most = (long) ENTRY_BYTES * limits.maxEntries();
    if (bytes > most) {
      throw malformed(
          start,
          String.format(Locale.ROOT, "a directory of %d bytes", bytes),
          String.format(
              Locale.ROOT, "at most %d, %d for each of ReadLimits.maxEntries", most, ENTRY_BYTES));
    }
    return new Directory(start, end, entries);
  }

  private static long unsigned(int value) {
    return value & 0xFFFF_FFFFL;
  }

  private ByteBuffer bytes(long from, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining()) {
      if (file.read(bytes, from + bytes.position()) < 0) {
        throw malformed(from + bytes.position(), "the end of the file", "the rest of the ZIP");
      }
    }
    return bytes;
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(name, offset, found, expected);
  }
}
