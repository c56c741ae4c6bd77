package io.github.emnist.data.io;

import java.util.Optional;

/** A place that holds files under EMNIST's official names. */
interface EmnistFiles {
  /** The place, for messages. */
  String name();

  /** The file of exactly this name, or empty where there is none. */
  Optional<ByteSource> find(String fileName);

  /** The file of this name or, failing that, of this name and {@code .gz}. */
  default Optional<ByteSource> findPlainOrGzip(String fileName) {
    return find(fileName).or(() -> find(fileName + FileNames.GZIP_SUFFIX));
  }
}
