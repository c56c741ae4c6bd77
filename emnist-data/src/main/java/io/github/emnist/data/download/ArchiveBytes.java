package io.github.emnist.data.download;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;

/** An archive whose bytes can be had from any place on: over the network, or from a file. */
interface ArchiveBytes extends Closeable {
  /** The archive, for messages. */
  String name();

  long length();

  /** What tells this state of the archive from another. */
  String identity();

  /** For its directory, which lies at the end. */
  SeekableByteChannel channel() throws IOException;

  /** The bytes in [from, to), all of them or an exception; the caller closes. */
  InputStream range(long from, long to) throws IOException;
}
