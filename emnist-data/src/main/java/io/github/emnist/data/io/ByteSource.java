package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one file, wherever it lies. */
interface ByteSource {
  /** The file, for messages; ends in {@code .gz} where its bytes are gzip data. */
  String name();

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
