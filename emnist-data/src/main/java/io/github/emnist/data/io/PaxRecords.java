package io.github.emnist.data.io;

import io.github.emnist.data.MalformedDataException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The records of an extended TAR header: {@code LENGTH KEY=VALUE}, each ended by a line feed and
 * counted whole.
 *
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html">POSIX, pax,
 *     "pax Extended Header"</a>
 */
final class PaxRecords {
  private static final Pattern LENGTH = Pattern.compile("[1-9][0-9]{0,5}");
  private static final Pattern SIZE = Pattern.compile("[0-9]{1,18}");

  private PaxRecords() {}

  /** Reads the records that begin at this byte of the TAR. */
  static Map<String, String> parse(byte[] bytes, TarInput tar, long offset)
      throws MalformedDataException {
    Map<String, String> records = new HashMap<>();
    int start = 0;
    while (start < bytes.length && bytes[start] != 0) {
      int space = indexOf(bytes, ' ', start);
      String length = text(bytes, start, space);
      int end = LENGTH.matcher(length).matches() ? start + Integer.parseInt(length) : -1;
      int equals = indexOf(bytes, '=', space);
      if (end > bytes.length || end <= equals || equals == bytes.length || bytes[end - 1] != '\n') {
        throw tar.malformed(
            offset + start, "other bytes", "a record \"LENGTH KEY=VALUE\" of an extended header");
      }
      records.put(text(bytes, space + 1, equals), text(bytes, equals + 1, end - 1));
      start = end;
    }
    return records;
  }

  /** The member's size: the record's if there is one, else that of its header. */
  static long size(Map<String, String> records, long headerSize, TarInput tar, long offset)
      throws MalformedDataException {
    String size = records.get("size");
    if (size == null) {
      return headerSize;
    }
    if (!SIZE.matcher(size).matches()) {
      throw tar.malformed(
          offset, "a size of \"" + MemberName.shown(size) + "\"", "a number of bytes");
    }
    return Long.parseLong(size);
  }

  private static int indexOf(byte[] bytes, char wanted, int from) {
    int at = Math.min(from, bytes.length);
    while (at < bytes.length && bytes[at] != wanted) {
      at++;
    }
    return at;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, Math.max(0, to - from), StandardCharsets.UTF_8);
  }
}
