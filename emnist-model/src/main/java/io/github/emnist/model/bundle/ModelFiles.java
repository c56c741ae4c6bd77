package io.github.emnist.model.bundle;

import java.io.IOException;
import java.io.InputStream;

/** Where the files of a model are read from. Only {@link ModelBundle} says which. */
interface ModelFiles {
  /**
   * Reads a file.
   *
   * @param limit more bytes than this are not read; a longer file gives {@code limit + 1} of them
   * @return null where there is no such file
   */
  byte[] read(String name, int limit) throws IOException;

  /** What to call a file in an error. */
  String where(String name);

  /** Grows with what is there, whatever a header says of the size. */
  static byte[] readUpTo(InputStream in, int limit) throws IOException {
    return in.readNBytes(limit + 1);
  }
}
