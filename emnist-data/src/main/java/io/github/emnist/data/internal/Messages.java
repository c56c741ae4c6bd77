package io.github.emnist.data.internal;

import java.util.HexFormat;
import java.util.Locale;

/** Formats messages in the same way in every locale: ASCII digits, a point for fractions. */
public final class Messages {
  private Messages() {}

  /** Formats values with {@link Locale#ROOT}. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /**
   * Returns an {@code IllegalArgumentException} with a formatted message, for the caller to throw.
   */
  public static IllegalArgumentException illegal(String pattern, Object... values) {
    return new IllegalArgumentException(format(pattern, values));
  }

  /** Returns bytes as {@code 0x1F8B}. */
  public static String hex(byte... bytes) {
    return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** Returns a text, cut after {@code length} characters with three dots where it is longer. */
  public static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }
}
