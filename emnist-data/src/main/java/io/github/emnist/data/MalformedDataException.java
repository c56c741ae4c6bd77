package io.github.emnist.data;

import io.github.emnist.data.internal.Messages;
import java.io.IOException;

/** Bytes that are not what their format says. The message names where, found and expected. */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1;

  /** What was read. */
  private final String source;

  /** The byte at which it is wrong. */
  private final long offset;

  /** What is there. */
  private final String found;

  /** What should be there. */
  private final String expected;

  /**
   * Creates the exception.
   *
   * @param source what was read, usually a file
   * @param offset the byte in {@code source} at which it is wrong, 0-based: after gunzip, unless
   *     what is wrong lies outside the gzip data
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
   * @param offset the byte in {@code source} at which it is wrong, 0-based: after gunzip, unless
   *     what is wrong lies outside the gzip data
   * @param found what is there
   * @param expected what should be there
   * @param cause the error beneath, or null
   */
  public MalformedDataException(
      String source, long offset, String found, String expected, Throwable cause) {
    super(
        Messages.format("%s, byte %d: found %s, expected %s", source, offset, found, expected),
        cause);
    this.source = source;
    this.offset = offset;
    this.found = found;
    this.expected = expected;
  }

  /** {@return what was read, usually a file's path} */
  public String source() {
    return source;
  }

  /**
   * {@return where it is wrong: a byte of {@link #source()}, 0-based: after gunzip, unless what is
   * wrong lies outside the gzip data}
   */
  public long offset() {
    return offset;
  }

  /** {@return what is there, a phrase, as in the message} */
  public String found() {
    return found;
  }

  /** {@return what should be there, a phrase, as in the message} */
  public String expected() {
    return expected;
  }
}
