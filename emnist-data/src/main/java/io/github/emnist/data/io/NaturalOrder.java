package io.github.emnist.data.io;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The order in which people count: {@code 2} before {@code 10}, {@code scan9} before {@code
 * scan10}. Digits (ASCII) next to each other are compared as one number, all else by code point,
 * whatever the machine's language; names that are equal so far ({@code 7} and {@code 07}) by code
 * point from the start.
 */
final class NaturalOrder implements Comparator<String> {
  static final Comparator<String> INSTANCE = new NaturalOrder().thenComparing(byCodePoint());

  private NaturalOrder() {}

  @Override
  public int compare(String first, String second) {
    int i = 0;
    int j = 0;
    while (i < first.length() && j < second.length()) {
      if (isDigit(first.charAt(i)) && isDigit(second.charAt(j))) {
        int endOfFirst = endOfNumber(first, i);
        int endOfSecond = endOfNumber(second, j);
        String one = number(first, i, endOfFirst);
        String other = number(second, j, endOfSecond);
        int order = Integer.compare(one.length(), other.length());
        order = order != 0 ? order : one.compareTo(other);
        if (order != 0) {
          return order;
        }
        i = endOfFirst;
        j = endOfSecond;
      } else {
        int one = first.codePointAt(i);
        int other = second.codePointAt(j);
        if (one != other) {
          return Integer.compare(one, other);
        }
        i += Character.charCount(one);
        j += Character.charCount(other);
      }
    }
    return Integer.compare(first.length() - i, second.length() - j);
  }

  private static Comparator<String> byCodePoint() {
    return (first, second) ->
        Arrays.compare(first.codePoints().toArray(), second.codePoints().toArray());
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int endOfNumber(String text, int start) {
    int end = start;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Without leading zeros. */
  private static String number(String text, int start, int end) {
    int from = start;
    while (from < end - 1 && text.charAt(from) == '0') {
      from++;
    }
    return text.substring(from, end);
  }
}
