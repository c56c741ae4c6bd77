package io.github.emnist.data;

import java.io.IOException;

/** Bytes that are not what their format says. The message names where, found and expected. */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1;

  /** What was read. */
  private final String source;

  /** The byte at which it is wrong. */
  private final long offset;

  /**
   * Creates the exception.
   *
   * @param source what was read, usually a file
   * @param offset the byte in {@code source} (after gunzip) at which it is wrong, 0-based
   * @param found what is there
   * @param expected what should be there
   */
  public MalformedDataException(String source, long offset, String found, String expected) {
    this(source, offset, found, expected, null);
  }

  /**
   * Creates the exception with the error that brought it to light.
   *
   * @param source what was read, usually a file
   * @param offset the byte in {@code source} (after gunzip) at which it is wrong, 0-based
   * @param found what is there
   * @param expected what should be there
   * @param cause the error beneath, or null
   */
  public MalformedDataException(
      String source, long offset, String found, String expected, Throwable cause) {
    super("%s, byte %d: found %s, expected %s".formatted(source, offset, found, expected), cause);
    this.source = source;
    this.offset = offset;
  }

  /**
   * What was read.
   *
   * @return usually a file's path
   */
  public String source() {
    return source;
  }

  /**
   * Where it is wrong.
   *
   * @return a byte of {@link #source()} (after gunzip), 0-based
   */
  public long offset() {
    return offset;
  }
}
