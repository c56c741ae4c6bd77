package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The official mapping file: a row for each class with its label in the label file and the code of
 * its character; Letters has two codes, upper case then lower case. Lines end in LF or CRLF.
 *
 * <p>The classes of each split are known without it, so it is only held against them.
 */
final class MappingFile {
  /** Many times the longest official file, which has 447 bytes. */
  private static final int MAX_BYTES = 1 << 16;

  private static final int SHOWN_CHARACTERS = 20;
  private static final Pattern COLUMN = Pattern.compile("\\S+");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final String name;
  private final EmnistSplit split;
  private final String text;

  private MappingFile(String name, EmnistSplit split, String text) {
    this.name = name;
    this.split = split;
    this.text = text;
  }

  /** Reads a mapping file and checks that it describes the split. */
  static void check(ByteSource source, EmnistSplit split) throws IOException {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      throw new MalformedDataException(
          source.name(),
          MAX_BYTES,
          "more bytes",
          Messages.format("a mapping of at most %d", MAX_BYTES));
    }
    // One byte a character, so that places in the text are places in the file.
    String text = new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing();
    new MappingFile(source.name(), split, text).checkRows();
  }

  /**
   * Returns the official file: a row for each class, ended by CRLF: its label in the files and the
   * code of its character.
   */
  static byte[] bytes(EmnistSplit split) {
    StringBuilder text = new StringBuilder();
    for (int label = 0; label < split.labelMap().size(); label++) {
      int code = split.labelMap().codePoint(label).orElseThrow();
      text.append(split.firstFileLabel() + label).append(' ').append(code);
      if (split == EmnistSplit.LETTERS) {
        text.append(' ').append(Character.toLowerCase(code));
      }
      text.append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private void checkRows() throws MalformedDataException {
    int classes = split.labelMap().size();
    int row = 0;
    for (int start = 0; start < text.length(); row++) {
      if (row == classes) {
        throw malformed(
            start, "another row", Messages.format("the end of the file after %d", classes));
      }
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      checkRow(row, start, end);
      start = end + 1;
    }
    if (row < classes) {
      throw malformed(
          text.length(),
          Messages.format("the end of the file after %d rows", row),
          Messages.format("%d, one for each class of %s", classes, split.id()));
    }
  }

  private void checkRow(int row, int start, int end) throws MalformedDataException {
    List<MatchResult> columns = COLUMN.matcher(text).region(start, end).results().toList();
    boolean letters = split == EmnistSplit.LETTERS;
    if (columns.size() != (letters ? 3 : 2)) {
      throw malformed(
          start,
          Messages.format("%d columns in row %d", columns.size(), row + 1),
          letters ? "3 (label, upper-case code, lower-case code)" : "2 (label, code)");
    }
    int label = number(columns.get(0), row);
    int expectedLabel = split.firstFileLabel() + row;
    if (label != expectedLabel) {
      throw malformed(
          columns.get(0).start(),
          Messages.format("label %d in row %d", label, row + 1),
          Messages.format("label %d (each once, in order)", expectedLabel));
    }
    int character = split.labelMap().codePoint(row).orElseThrow();
    checkCode(columns.get(1), row, character);
    if (letters) {
      checkCode(columns.get(2), row, Character.toLowerCase(character));
    }
  }

  private void checkCode(MatchResult column, int row, int expected) throws MalformedDataException {
    int code = number(column, row);
    if (code != expected) {
      throw malformed(
          column.start(),
          Messages.format("%s in row %d", describe(code), row + 1),
          "%s as in %s".formatted(describe(expected), split.id()));
    }
  }

  private int number(MatchResult column, int row) throws MalformedDataException {
    String token = column.group();
    if (!NUMBER.matcher(token).matches()) {
      throw malformed(
          column.start(),
          Messages.format("\"%s\" in row %d", printable(token), row + 1),
          "a number");
    }
    return Integer.parseInt(token);
  }

  private static String describe(int code) {
    boolean character =
        Character.isDefined(code)
            && !Character.isISOControl(code)
            && Character.getType(code) != Character.SURROGATE;
    return Messages.format(
        "code %d (%s)", code, character ? Character.toString(code) : "no character");
  }

  private static String printable(String token) {
    return Messages.shortened(token.replaceAll("[^!-~]", "?"), SHOWN_CHARACTERS);
  }

  private MalformedDataException malformed(long offset, String found, String expected) {
    return new MalformedDataException(name, offset, found, expected);
  }
}
