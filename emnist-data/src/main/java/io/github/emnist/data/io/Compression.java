package io.github.emnist.data.io;

/** Whether a file is stored as it is or gzipped. */
public enum Compression {
  /** As it is: the same bytes on every machine, and the fastest to read. */
  NONE(""),

  /** As the official files are: about a third of the size. */
  GZIP(FileNames.GZIP_SUFFIX);

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What a file's name ends in. */
  String suffix() {
    return suffix;
  }
}
