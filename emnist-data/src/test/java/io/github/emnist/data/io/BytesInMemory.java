package io.github.emnist.data.io;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A file in memory, for tests and the fuzzer. */
record BytesInMemory(String name, byte[] bytes) implements ByteSource {
  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
