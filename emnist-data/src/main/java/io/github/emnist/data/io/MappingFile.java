package io.github.emnist.data.io;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The official mapping file: a row for each class with its label in the label file and the code of
 * its character; Letters has two codes, upper case then lower case. Lines end in LF or CRLF. The
 * classes of each split are fixed, so a file is only compared with them.
 */
final class MappingFile {
  /** Many times the longest official file, which has 447 bytes. */
  private static final int MAX_BYTES = 1 << 16;

  private static final int SHOWN_CHARACTERS = 20;

  /** Stands for the row after the last. */
  private static final String END = "the end of the file";

  private MappingFile() {}

  /** Reads a mapping file and checks that it describes the split. */
  static void check(ByteSource source, EmnistSplit split) throws IOException {
    byte[] bytes;
    try (InputStream in = source.open()) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    }
    if (bytes.length > MAX_BYTES) {
      String expected = Messages.format("a mapping of at most %d", MAX_BYTES);
      throw new MalformedDataException(source.name(), MAX_BYTES, "more bytes", expected);
    }
    // One byte per character, so that positions in the text are positions in the file.
    String text = new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing();
    List<String> rows = text.isEmpty() ? List.of() : List.of(text.split("\n"));
    int classes = split.labelMap().size();
    int offset = 0;
    for (int row = 0; row < Math.max(classes, rows.size()); row++) {
      String found = row < rows.size() ? rows.get(row).strip().replaceAll("\\s+", " ") : END;
      String expected = row < classes ? row(split, row) : END;
      if (!found.equals(expected)) {
        String printable = Messages.shortened(found.replaceAll("[^ -~]", "?"), SHOWN_CHARACTERS);
        throw new MalformedDataException(
            source.name(),
            Math.min(offset, text.length()),
            Messages.format("row %d: \"%s\"", row + 1, printable),
            Messages.format(
                "\"%s\" (%d rows of %s: label and code of the character)",
                expected, classes, split.id()));
      }
      offset += row < rows.size() ? rows.get(row).length() + 1 : 0;
    }
  }

  /** Returns the official file, with CRLF. */
  static byte[] bytes(EmnistSplit split) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < split.labelMap().size(); row++) {
      text.append(row(split, row)).append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private static String row(EmnistSplit split, int row) {
    int code = split.labelMap().codePoint(row).orElseThrow();
    String both = split.firstFileLabel() + row + " " + code;
    return split == EmnistSplit.LETTERS ? both + " " + Character.toLowerCase(code) : both;
  }
}
