package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.function.IOSupplier;

/** The bytes of a file: on disk, in memory or in an archive. */
interface ByteSource {
  /** Returns the file's name for messages, possibly shortened. */
  String name();

  /**
   * Returns the file's complete name with its folders, not for messages. Ends in {@code .gz} if the
   * bytes are gzip data.
   */
  default String fullName() {
    return name();
  }

  /** Returns the number of bytes that {@link #open} gives. */
  long size() throws IOException;

  /**
   * Returns the size on disk: less than {@link #size} in a compressed archive. Unlike {@link #size}
   * it cannot be faked, so memory may be allocated in proportion to it.
   */
  default long bytesOnDisk() throws IOException {
    return size();
  }

  /** Opens the bytes; the caller closes the stream. */
  InputStream open() throws IOException;

  static ByteSource of(Path path) {
    return new OnDisk(path);
  }

  /** A file on disk. */
  record OnDisk(Path path) implements ByteSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public long size() throws IOException {
      return Files.size(path);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(path);
    }
  }

  /** A member of an archive. */
  record Member(
      String name, String fullName, long size, long bytesOnDisk, IOSupplier<InputStream> opening)
      implements ByteSource {
    @Override
    public InputStream open() throws IOException {
      return opening.get();
    }
  }
}
