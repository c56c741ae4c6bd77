package io.github.emnist.data.internal.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.commons.io.input.BoundedInputStream;

/** The bytes of a ZIP, readable from any position: a local file or ranges of a remote one. */
public interface ZipBytes extends Closeable {
  /** Returns the archive's name for messages. */
  String name();

  /** Returns the number of bytes. */
  long length();

  /** Opens the bytes in [from, to), which may end early where a local file does. */
  InputStream range(long from, long to) throws IOException;

  /** Returns the end of the archive, with at least the last record if it is well-formed. */
  default byte[] tail() throws IOException {
    try (InputStream in = range(Math.max(0, length() - ZipDirectory.TAIL_BYTES), length())) {
      return in.readAllBytes();
    }
  }

  /** Opens a local file, called {@code name} in messages; each range opens it again. */
  static ZipBytes of(Path file, String name) throws IOException {
    long length;
    try (FileChannel channel = FileChannel.open(file)) {
      length = channel.size();
    }
    return new Local(file, name, length);
  }

  /** A file on the disk. */
  record Local(Path file, String name, long length) implements ZipBytes {
    @Override
    public InputStream range(long from, long to) throws IOException {
      FileChannel channel = FileChannel.open(file);
      try {
        return BoundedInputStream.builder()
            .setInputStream(Channels.newInputStream(channel.position(from)))
            .setMaxCount(to - from)
            .get();
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    }

    @Override
    public void close() {}
  }
}
