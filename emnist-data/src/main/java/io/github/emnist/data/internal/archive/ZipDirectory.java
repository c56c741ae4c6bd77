package io.github.emnist.data.internal.archive;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.BulkInputStream;
import io.github.emnist.data.internal.Messages;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Reads the directory of a ZIP and its members' data, from local files and HTTP ranges alike.
 * Commons Compress parses the directory; this class checks what it does not: the memory that the
 * directory may take, members that overlap, and the data's length and CRC-32.
 *
 * @see <a href="https://support.pkware.com/pkzip/appnote">PKWARE, .ZIP file format specification
 *     </a>
 */
public final class ZipDirectory {
  /**
   * The number of last bytes to read: covers a ZIP's last record with the longest comment, and
   * EMNIST's directory several times.
   */
  public static final int TAIL_BYTES = 1 << 17;

  /** Room for one member in the directory: 46 bytes, its name, extra fields and comment. */
  private static final int ENTRY_BYTES = 256;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LOCAL_HEADER_SIGNATURE = 0x04034B50;
  private static final int LOCAL_HEADER_BYTES = 30;

  /** The largest size of a local header, with the longest name and extra field. */
  private static final int MAX_HEADER_BYTES = LOCAL_HEADER_BYTES + 2 * 0xFFFF;

  private ZipDirectory() {}

  /**
   * Reads the members, at most {@code maxEntries}, in the order in which they lie in the archive.
   * Refuses unreadable directories and overlapping members.
   */
  public static List<Member> read(ZipBytes zip, int maxEntries) throws IOException {
    List<ZipArchiveEntry> entries = entries(zip, maxEntries);
    if (entries.size() > maxEntries) {
      throw malformed(
          zip,
          zip.length(),
          Messages.format("%d members", entries.size()),
          Messages.format("at most %d (ReadLimits.maxEntries)", maxEntries));
    }
    entries.sort(Comparator.comparingLong(ZipArchiveEntry::getLocalHeaderOffset));
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ZipArchiveEntry entry = entries.get(i);
      boolean last = i == entries.size() - 1;
      long limit = last ? zip.length() : entries.get(i + 1).getLocalHeaderOffset();
      long reach = entry.getLocalHeaderOffset() + MAX_HEADER_BYTES + entry.getCompressedSize();
      Member member = new Member(zip.name(), entry, Math.min(Math.min(limit, reach), zip.length()));
      // A member that is unpacked twice makes a small bomb a large one.
      if (entry.getCompressedSize() < 0 || member.smallestEnd() > member.limit) {
        throw malformed(
            zip,
            Math.max(0, member.offset()),
            Messages.format("%s of %d bytes", shown(member.path()), entry.getCompressedSize()),
            last
                ? "members that end before the archive does"
                : "members one after the other, the next at byte " + limit);
      }
      members.add(member);
    }
    return members;
  }

  private static List<ZipArchiveEntry> entries(ZipBytes zip, int maxEntries) throws IOException {
    long maxBytes = Math.min(1 << 30, TAIL_BYTES + (long) ENTRY_BYTES * maxEntries);
    try (ZipFile file =
        ZipFile.builder()
            .setSeekableByteChannel(new TailChannel(zip, maxBytes))
            .setIgnoreLocalFileHeader(true) // each would be a read, or a request
            .setUseUnicodeExtraFields(false) // a member has one name
            .get()) {
      return Collections.list(file.getEntries());
    } catch (IOException | RuntimeException e) { // RuntimeException: some fields are not checked
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof ReadFailure failure) {
          throw failure.reason; // the library wraps what its channel throws
        }
      }
      throw new MalformedDataException(
          zip.name(),
          Math.max(0, zip.length() - 1),
          "no ZIP directory that can be read (" + message(e) + ")",
          "one at the end",
          e);
    }
  }

  /** Returns the library's own message, without the internal name of its channel. */
  private static String message(Throwable failure) {
    Throwable inner = failure.getCause() == null ? failure : failure.getCause();
    return inner.getMessage() == null ? inner.getClass().getSimpleName() : inner.getMessage();
  }

  private static String shown(String path) {
    return path.replaceAll("[^ -~]", "?");
  }

  private static MalformedDataException malformed(
      ZipBytes zip, long offset, String found, String expected) {
    return new MalformedDataException(zip.name(), offset, found, expected);
  }

  /**
   * An entry of the directory.
   *
   * @param archive the archive's name, for messages
   * @param entry the directory's data
   * @param limit the end of the member's data at most: the next member or the archive's end
   */
  public record Member(String archive, ZipArchiveEntry entry, long limit) {
    /** Returns the name byte for byte: Commons Compress turns some backslashes into slashes. */
    public String path() {
      return new String(entry.getRawName(), StandardCharsets.UTF_8);
    }

    /** Returns the last part of the name, after slashes and backslashes. */
    public String fileName() {
      String path = path();
      return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }

    /** Returns the offset of the member's own header. */
    public long offset() {
      return entry.getLocalHeaderOffset();
    }

    /** Returns the number of bytes in the archive. */
    public long packedSize() {
      return entry.getCompressedSize();
    }

    /** Returns the number of bytes after unpacking. */
    public long size() {
      return entry.getSize();
    }

    /** Returns why the data cannot be read, as {found, expected}; null if it can. */
    public String[] unreadable() {
      if (entry.getGeneralPurposeBit().usesEncryption()) {
        return new String[] {"an encrypted member", "one that is not encrypted"};
      }
      if (entry.getMethod() != ZipArchiveEntry.STORED
          && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
        return new String[] {
          Messages.format("compression method %d", entry.getMethod()), "0 (stored) or 8 (deflated)"
        };
      }
      return null;
    }

    /** Returns a text that changes whenever the member changes. */
    public String identity() {
      return Messages.format(
          "%s\n%d\n%d\n%08x\n%d\n%d",
          path(), offset(), entry.getMethod(), entry.getCrc(), packedSize(), size());
    }

    private long smallestEnd() {
      return offset() + LOCAL_HEADER_BYTES + entry.getRawName().length + packedSize();
    }

    /** Opens the unpacked and verified data; messages call the member {@code name}. */
    public InputStream open(ZipBytes zip, String name) throws IOException {
      InputStream in = zip.range(offset(), limit);
      try {
        skipHeader(in);
        return unpack(
            BoundedInputStream.builder().setInputStream(in).setMaxCount(packedSize()).get(), name);
      } catch (IOException e) {
        in.close();
        throw e;
      }
    }

    /** Reads past the member's own header and returns the offset of the data in the archive. */
    public long skipHeader(InputStream in) throws IOException {
      byte[] bytes = in.readNBytes(LOCAL_HEADER_BYTES);
      ByteBuffer header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.length < LOCAL_HEADER_BYTES || header.getInt(0) != LOCAL_HEADER_SIGNATURE) {
        byte[] start = Arrays.copyOf(bytes, Math.min(4, bytes.length));
        throw new MalformedDataException(
            archive,
            offset(),
            "bytes " + HexFormat.of().formatHex(start),
            "504b0304, the header of " + shown(path()));
      }
      int rest =
          Short.toUnsignedInt(header.getShort(26)) + Short.toUnsignedInt(header.getShort(28));
      long data = offset() + LOCAL_HEADER_BYTES + rest;
      if (data + packedSize() > limit) {
        throw new MalformedDataException(
            archive,
            offset(),
            Messages.format("%d bytes of name and extra field, %d of data", rest, packedSize()),
            "all of it before the next member and the archive's end");
      }
      in.skipNBytes(rest);
      return data;
    }

    /**
     * Unpacks a stream of exactly the member's packed bytes; closing the result closes it. Length
     * and CRC-32 are verified once {@code read} returns -1.
     */
    public InputStream unpack(InputStream packed, String name) {
      if (entry.getMethod() == ZipArchiveEntry.STORED) {
        return new Verified(packed, null, name);
      }
      Inflater inflater = new Inflater(true);
      return new Verified(new InflaterInputStream(packed, inflater, BUFFER_BYTES), inflater, name);
    }

    /** Unpacked bytes, verified against the directory's length and checksum. */
    private final class Verified extends BulkInputStream {
      private final InputStream in;
      private final Inflater inflater;
      private final String name;
      private final CRC32 checksum = new CRC32();
      private long position;

      private Verified(InputStream in, Inflater inflater, String name) {
        this.in = in;
        this.inflater = inflater;
        this.name = name;
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
        if (position > size()) {
          throw malformed(
              size(), "more bytes", Messages.format("the end of the member after %d", size()));
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
        if (position < size()) {
          throw malformed(
              position, "the end of the member", Messages.format("%d bytes in all", size()));
        }
        if (inflater != null && inflater.getBytesRead() < packedSize()) {
          throw malformed(
              position,
              Messages.format(
                  "the end of the deflated data after %d bytes of the archive",
                  inflater.getBytesRead()),
              Messages.format("%d of them", packedSize()));
        }
        if (checksum.getValue() != entry.getCrc()) {
          throw malformed(
              position,
              Messages.format("data of CRC-32 %08x", checksum.getValue()),
              Messages.format("%08x, as the directory says", entry.getCrc()));
        }
      }

      private MalformedDataException malformed(long offset, String found, String expected) {
        return new MalformedDataException(name, offset, found, expected);
      }

      @Override
      public void close() throws IOException {
        in.close();
        if (inflater != null) {
          inflater.end();
        }
      }
    }
  }

  /** Carries a read failure through the library, which wraps it. */
  private static final class ReadFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException reason;

    private ReadFailure(IOException reason) {
      super(reason);
      this.reason = reason;
    }
  }

  /**
   * The end of an archive as a channel: the last bytes are in memory, and if the directory begins
   * before them, the bytes in between are read at once. Refuses a directory that would take more
   * memory than allowed.
   */
  private static final class TailChannel implements SeekableByteChannel {
    private final ZipBytes zip;
    private final long maxBytes;

    /** The archive's bytes from {@link #start} to its end. */
    private byte[] bytes;

    private long start;
    private long position;
    private boolean open = true;

    private TailChannel(ZipBytes zip, long maxBytes) throws IOException {
      this.zip = zip;
      this.maxBytes = maxBytes;
      this.bytes = zip.tail();
      this.start = zip.length() - bytes.length;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (position >= zip.length()) {
        return -1;
      }
      if (position < start) {
        try {
          fetch();
        } catch (IOException e) {
          throw new ReadFailure(e);
        }
      }
      int from = (int) (position - start);
      int count = Math.min(target.remaining(), bytes.length - from);
      target.put(bytes, from, count);
      position += count;
      return count;
    }

    private void fetch() throws IOException {
      if (zip.length() - position > maxBytes) {
        throw malformed(
            zip,
            position,
            "a directory that begins here",
            Messages.format("one within the last %d bytes", maxBytes));
      }
      int missing = (int) (start - position);
      byte[] all = new byte[missing + bytes.length];
      try (InputStream in = zip.range(position, start)) {
        if (in.readNBytes(all, 0, missing) < missing) {
          throw malformed(zip, start, "the end of the file", "the rest of the ZIP");
        }
      }
      System.arraycopy(bytes, 0, all, missing, bytes.length);
      bytes = all;
      start = position;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
      if (newPosition < 0) {
        throw new IOException("a position before the archive's first byte");
      }
      position = newPosition;
      return this;
    }

    @Override
    public long size() {
      return zip.length();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }
  }
}
