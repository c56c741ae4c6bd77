package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Locale;

/**
 * A remote archive to a reader of ZIP directories: the last bytes are there, and where the
 * directory begins before them, what lies in between is fetched in one go. A directory is only so
 * long; one that claims more is refused rather than held in memory.
 */
final class TailChannel implements SeekableByteChannel {
  /** Some 10,000 members; EMNIST's archives have about 50. */
  static final int MAX_BYTES = 1 << 20;

  private final ArchiveBytes archive;

  /** The archive's bytes from {@link #start} to its end. */
  private byte[] bytes;

  private long start;
  private long position;
  private boolean open = true;

  TailChannel(ArchiveBytes archive, byte[] tail) {
    this.archive = archive;
    this.bytes = tail;
    this.start = archive.length() - tail.length;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (position >= archive.length()) {
      return -1;
    }
    if (position < start) {
      fetch();
    }
    int from = (int) (position - start);
    int count = Math.min(target.remaining(), bytes.length - from);
    target.put(bytes, from, count);
    position += count;
    return count;
  }

  private void fetch() throws IOException {
    if (archive.length() - position > MAX_BYTES) {
      throw new MalformedDataException(
          archive.name(),
          position,
          "a directory that begins here",
          String.format(Locale.ROOT, "it within the last %,d bytes", MAX_BYTES));
    }
    int missing = (int) (start - position);
    byte[] all = new byte[missing + bytes.length];
    try (InputStream in = archive.range(position, start)) {
      if (in.readNBytes(all, 0, missing) < missing) {
        throw TransferException.retry(Reasons.CUT);
      }
    } catch (TransferException e) {
      throw e;
    } catch (IOException e) {
      throw TransferException.retry(Reasons.of(e), e); // no fault of the directory's
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
      throw new IOException("a place before the archive's first byte");
    }
    position = newPosition;
    return this;
  }

  @Override
  public long size() {
    return archive.length();
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
