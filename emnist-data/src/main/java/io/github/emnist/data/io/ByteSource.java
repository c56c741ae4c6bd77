package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of one file: on the disk, in memory or in an archive. */
interface ByteSource {
  /** Returns the file for messages, which may be cut short. */
  String name();

  /**
   * Returns the file's name after those of the folders that it lies in; never cut short, and never
   * for messages. Ends in {@code .gz} where the bytes are gzip data.
   */
  default String fullName() {
    return name();
  }

  /** Returns how many bytes {@link #open} gives. */
  long size() throws IOException;

  /**
   * Returns how many bytes on the disk these are made of: fewer than {@link #size} in an archive
   * that compresses. Memory may be taken in proportion to them, since they cannot be faked.
   */
  default long bytesOnDisk() throws IOException {
    return size();
  }

  /** Opens the bytes from their start; the caller closes. */
  InputStream open() throws IOException;

  /** Returns a file of the disk. */
  static ByteSource of(Path path) {
    return new OnDisk(path);
  }

  /** A file of the disk. */
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
  record Member(String name, String fullName, long size, long bytesOnDisk, Opening opening)
      implements ByteSource {
    @Override
    public InputStream open() throws IOException {
      return opening.open();
    }
  }

  /** Opens bytes from their start. */
  interface Opening {
    InputStream open() throws IOException;
  }
}
