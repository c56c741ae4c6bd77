package io.github.emnist.data.io;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** A small file that was kept when it came by, since coming back to it is dear. */
final class KeptBytes implements ByteSource {
  private final String name;
  private final String fullName;
  private final byte[] bytes;

  /** Keeps the array itself. */
  KeptBytes(String name, String fullName, byte[] bytes) {
    this.name = name;
    this.fullName = fullName;
    this.bytes = bytes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String fullName() {
    return fullName;
  }

  @Override
  public long size() {
    return bytes.length;
  }

  @Override
  public InputStream open() {
    return new ByteArrayInputStream(bytes);
  }
}
