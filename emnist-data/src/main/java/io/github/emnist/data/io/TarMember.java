package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A member of a TAR, read where it lies; in a compressed one by unpacking all that comes before it.
 *
 * @param path the TAR
 * @param compressed whether the TAR lies under gzip
 * @param entryName the member's name
 * @param start where its data begin, after gunzip
 * @param size how many bytes they are
 * @param bytesOnDisk how many bytes of the file they may come from
 * @param limits for the way there
 */
record TarMember(
    Path path,
    boolean compressed,
    String entryName,
    long start,
    long size,
    long bytesOnDisk,
    ReadLimits limits)
    implements ByteSource {
  @Override
  public String name() {
    return Archive.memberName(path, entryName);
  }

  @Override
  public String fullName() {
    return entryName;
  }

  @Override
  public InputStream open() throws IOException {
    TarInput tar = TarInput.open(path, compressed, limits);
    try {
      tar.skip(start);
    } catch (IOException e) {
      tar.close();
      throw e;
    }
    return new Data(tar);
  }

  /** The member's data. */
  private final class Data extends InputStream {
    private final TarInput tar;
    private long left = size;

    private Data(TarInput tar) {
      this.tar = tar;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int count = tar.read(target, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new MalformedDataException(
            name(),
            size - left,
            "the end of the TAR",
            String.format(Locale.ROOT, "%d bytes in all", size));
      }
      left -= count;
      return count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public void close() throws IOException {
      tar.close();
    }
  }
}
