package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A part of a file; ends early where the file does. Closing it closes the file. Not thread-safe.
 */
final class ChannelSlice extends InputStream {
  private final FileChannel channel;
  private final long end;
  private long position;

  private ChannelSlice(FileChannel channel, long from, long length) throws IOException {
    this.channel = channel;
    position = from;
    end = from + Math.min(length, Math.max(0, channel.size() - from));
  }

  static ChannelSlice open(Path file, long from, long length) throws IOException {
    FileChannel channel = FileChannel.open(file);
    try {
      return new ChannelSlice(channel, from, length);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int wanted = (int) Math.min(length, end - position);
    int count = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
    position += Math.max(0, count);
    return count;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Moves on without reading. */
  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
