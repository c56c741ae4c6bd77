package io.github.emnist.data.download;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/** An archive that had to be fetched whole. */
final class LocalArchive implements ArchiveBytes {
  private final String name;
  private final FileChannel file;
  private final long length;

  /** The name is the mirror's, since the file is nothing that the user knows of. */
  LocalArchive(String name, Path path) throws IOException {
    this.name = name;
    this.file = FileChannel.open(path);
    this.length = file.size();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public String identity() {
    return name;
  }

  @Override
  public SeekableByteChannel channel() throws IOException {
    long from = Math.max(0, length - RemoteArchive.TAIL_BYTES);
    try (InputStream tail = range(from, length)) {
      return new TailChannel(this, tail.readAllBytes());
    }
  }

  @Override
  public InputStream range(long from, long to) throws IOException {
    if (to > length) {
      throw new MalformedDataException(name, length, "the end", "bytes up to " + to);
    }
    return Channels.newInputStream(new Window(from, to));
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Reads from its own place on, so that the file's own position is nobody's. */
  private final class Window implements ReadableByteChannel {
    private final long end;
    private long position;

    private Window(long from, long end) {
      this.position = from;
      this.end = end;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (position == end) {
        return -1;
      }
      int limit = target.limit();
      if (target.remaining() > end - position) {
        target.limit(target.position() + (int) (end - position));
      }
      int count = file.read(target, position);
      target.limit(limit);
      if (count > 0) {
        position += count;
      }
      return count;
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() {}
  }
}
