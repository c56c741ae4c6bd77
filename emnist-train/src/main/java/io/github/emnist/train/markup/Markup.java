package io.github.emnist.train.markup;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * Writes elements, attributes and text, every text escaped and every element closed. What it writes
 * is well-formed XML and, with HTML's element names, HTML too. Not thread-safe.
 *
 * <pre>{@code
 * new Markup().open("p", "class", "note").text("1 < 2").close().toString()
 * // <p class="note">1 &lt; 2</p>
 * }</pre>
 */
public final class Markup {
  private static final int REPLACEMENT = 0xFFFD;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> opened = new ArrayDeque<>();

  /** Starts with nothing. */
  public Markup() {}

  /**
   * Begins an element.
   *
   * @param element its name
   * @param attributes names and values in turn; values are escaped
   * @return this
   * @throws IllegalArgumentException if a name has no value
   */
  public Markup open(String element, Object... attributes) {
    tag(element, attributes).append('>');
    opened.push(element);
    return this;
  }

  /**
   * Ends the element that was begun last.
   *
   * @return this
   * @throws java.util.NoSuchElementException if all are ended
   */
  public Markup close() {
    out.append("</").append(opened.pop()).append('>');
    return this;
  }

  /**
   * An element that has no content, such as {@code img}.
   *
   * @param element its name
   * @param attributes names and values in turn; values are escaped
   * @return this
   * @throws IllegalArgumentException if a name has no value
   */
  public Markup empty(String element, Object... attributes) {
    tag(element, attributes).append("/>");
    return this;
  }

  /**
   * An element that holds only text.
   *
   * @param element its name
   * @param text its content, escaped
   * @param attributes names and values in turn; values are escaped
   * @return this
   * @throws IllegalArgumentException if a name has no value
   */
  public Markup leaf(String element, String text, Object... attributes) {
    return open(element, attributes).text(text).close();
  }

  /**
   * Text.
   *
   * @param text any; characters that XML cannot hold become U+FFFD
   * @return this
   */
  public Markup text(String text) {
    escape(text);
    return this;
  }

  /**
   * What is markup already.
   *
   * @param markup well-formed
   * @return this
   */
  public Markup raw(String markup) {
    out.append(markup);
    return this;
  }

  /**
   * Ends a line, so that people and version control can read the text.
   *
   * @return this
   */
  public Markup line() {
    out.append('\n');
    return this;
  }

  private StringBuilder tag(String element, Object... attributes) {
    if (attributes.length % 2 != 0) {
      throw new IllegalArgumentException(
          "attribute \"%s\" of %s has no value"
              .formatted(attributes[attributes.length - 1], element));
    }
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(shown(attributes[i + 1]));
      out.append('"');
    }
    return out;
  }

  /** A coordinate needs no more than two decimals. */
  private static String shown(Object value) {
    if (!(value instanceof Double number)) {
      return String.valueOf(value);
    }
    String text = String.format(Locale.ROOT, "%.2f", number);
    return text.replaceAll("\\.?0+$", "").replaceAll("^-0$", "0");
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(allowed(c) ? c : REPLACEMENT);
              }
            });
  }

  /** XML 1.0's Char, less the control characters from U+007F that HTML refuses. */
  private static boolean allowed(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c < 0x7F
        || c >= 0xA0 && c < 0xD800
        || c >= 0xE000 && (c & 0xFFFE) != 0xFFFE && !(c >= 0xFDD0 && c <= 0xFDEF);
  }

  /**
   * What was written.
   *
   * @return markup
   * @throws IllegalStateException if an element was begun and not ended
   */
  @Override
  public String toString() {
    if (!opened.isEmpty()) {
      throw new IllegalStateException("element %s is not closed".formatted(opened.peek()));
    }
    return out.toString();
  }
}
