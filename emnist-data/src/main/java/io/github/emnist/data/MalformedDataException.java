package io.github.emnist.data;

import io.github.emnist.data.internal.Messages;
import java.io.IOException;

/** Reports data that violates its format. The message says where, what was found and expected. */
public final class MalformedDataException extends IOException {
  private static final long serialVersionUID = 1;

  /** The name of what was read. */
  private final String source;

  /** The byte at which the error lies. */
  private final long offset;

  /** What was found there. */
  private final String found;

  /** What was expected there. */
  private final String expected;

  /**
   * Creates the exception.
   *
   * @param source what was read, usually a file
   * @param offset the byte in {@code source} at which the error lies, 0-based: after gunzip, unless
   *     the gzip data itself is wrong
   * @param found what was found, a phrase
   * @param expected what was expected, a phrase
   */
  public MalformedDataException(String source, long offset, String found, String expected) {
    this(source, offset, found, expected, null);
  }

  /**
   * Creates the exception with a cause.
   *
   * @param source what was read, usually a file
   * @param offset the byte in {@code source} at which the error lies, 0-based: after gunzip, unless
   *     the gzip data itself is wrong
   * @param found what was found, a phrase
   * @param expected what was expected, a phrase
   * @param cause the underlying error, or null
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

  /** {@return the byte of {@link #source()} at which the error lies, as in the constructor} */
  public long offset() {
    return offset;
  }

  /** {@return what was found, a phrase, as in the message} */
  public String found() {
    return found;
  }

  /** {@return what was expected, a phrase, as in the message} */
  public String expected() {
    return expected;
  }
}
