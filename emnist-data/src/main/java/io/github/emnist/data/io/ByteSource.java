package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one file, wherever it lies. */
interface ByteSource {
  /** The file, for messages, which may cut it short. */
  String name();

  /**
   * The file's name, after those of the folders that it lies in; never cut short, and never for
   * messages. Ends in {@code .gz} where the bytes are gzip data.
   */
  default String fullName() {
    return name();
  }

  /** How many bytes {@link #open} gives. */
  long size() throws IOException;

  /**
   * How many bytes on the disk these are made of: fewer than {@link #size} in an archive that
   * compresses. Memory is taken on their word, since nobody can claim them without having them.
   */
  default long bytesOnDisk() throws IOException {
    return size();
  }

  /** Reads them from the start; the caller closes. */
  InputStream open() throws IOException;
}
