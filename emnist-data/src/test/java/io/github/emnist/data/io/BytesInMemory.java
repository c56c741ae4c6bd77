package io.github.emnist.data.io;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A file that a test or the fuzzer makes up. */
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
