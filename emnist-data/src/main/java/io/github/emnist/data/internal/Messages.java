package io.github.emnist.data.internal;

import java.util.HexFormat;
import java.util.Locale;

/** Texts that read the same in every locale: numbers in ASCII digits, a point for fractions. */
public final class Messages {
  private Messages() {}

  /** Fills in a pattern as {@link String#format(Locale, String, Object...)} does in no locale. */
  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }

  /** Returns bytes as {@code 0x1F8B}. */
  public static String hex(byte... bytes) {
    return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** Returns a text, or so many of its first characters and three dots. */
  public static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "...";
  }
}
