package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;

/** The bytes of one file, as they are stored. */
interface ByteSource {
  /** The file, for messages; ends in {@code .gz} where the bytes are compressed. */
  String name();

  /** How many bytes are stored. */
  long size() throws IOException;

  /** Reads them from the start; the caller closes. */
  InputStream open() throws IOException;
}
