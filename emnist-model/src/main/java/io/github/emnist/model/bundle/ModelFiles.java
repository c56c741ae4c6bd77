package io.github.emnist.model.bundle;

import java.io.IOException;
import java.io.InputStream;

/** Reads the files of a model. */
interface ModelFiles {
  /** The limit of all files of a model together. */
  long MAX_SIZE = (long) WeightsFile.MAX_SIZE + ModelJson.MAX_SIZE + (1 << 20);

  /**
   * Reads a file.
   *
   * @param limit the maximum size; of a larger file, {@code limit + 1} bytes are returned
   * @return null if there is no such file
   */
  byte[] read(String name, int limit) throws IOException;

  /** Returns the name of a file for error messages. */
  String where(String name);

  /** Reads at most {@code limit + 1} bytes, without relying on a size in a header. */
  static byte[] readUpTo(InputStream in, int limit) throws IOException {
    return in.readNBytes(limit + 1);
  }
}
