package io.github.emnist.data.io;

import java.util.Locale;

/** Turns the lines of a block into upright images. Not thread-safe. */
final class CsvBlockParser {
  /** Byte order marks: what Excel and PowerShell put before a text. */
  private static final int UTF_8 = 0xEFBBBF;

  private static final int UTF_16_LITTLE_ENDIAN = 0xFFFE;
  private static final int UTF_16_BIG_ENDIAN = 0xFEFF;

  private final CsvLayout layout;

  /** A line as it stands, and then the label before the pixels. */
  private final byte[] cells;

  private final int labelColumn;

  private final byte[] upright;

  CsvBlockParser(CsvLayout layout) {
    this.layout = layout;
    labelColumn = layout.labelColumn();
    cells = new byte[layout.columns()];
    upright = new byte[layout.pixels()];
  }

  /** Parses up to the first problem, which the block then holds. */
  void parse(CsvBlock block) {
    block.rows = 0;
    block.header = null;
    block.empty = null;
    block.problem = null;
    if (block.length == 0) {
      return;
    }
    if (block.bytes[block.length - 1] != '\n') {
      block.problem =
          new CsvProblem(
              0,
              0,
              0,
              "more bytes",
              String.format(Locale.ROOT, "a line of at most %d", CsvBlock.capacity(layout)));
      return;
    }
    int line = 0;
    int next = 0;
    if (block.sequence == 0) {
      next = skipByteOrderMark(block);
      if (block.problem == null) {
        next = skipHeader(block, next);
        line = block.header == null ? 0 : 1;
      }
    }
    block.firstImage = next;
    while (next < block.length && block.problem == null && block.empty == null) {
      next = parseLine(block, line++, next);
    }
    checkEmptyToTheEnd(block, next);
  }

  /** Which column of the file's first block holds the labels: what its header says, else 0. */
  static int labelColumn(CsvLayout layout, CsvBlock first) {
    int length = first.length;
    if (length == 0 || first.bytes[length - 1] != '\n') {
      return 0; // a problem, which the parser names
    }
    int start = skipByteOrderMark(first);
    int end = contentEnd(first, start, endOfLine(first, start));
    return first.problem == null && CsvHeader.isHeader(first.bytes, start, end)
        ? Math.min(CsvHeader.labelColumn(first.bytes, start, end), layout.pixels())
        : 0;
  }

  private static int skipByteOrderMark(CsvBlock block) {
    byte[] bytes = block.bytes;
    int two = block.length < 2 ? 0 : (bytes[0] & 0xFF) << 8 | bytes[1] & 0xFF;
    if (two == UTF_16_LITTLE_ENDIAN || two == UTF_16_BIG_ENDIAN) {
      block.problem =
          new CsvProblem(
              0,
              0,
              0,
              String.format(Locale.ROOT, "0x%04X (the start of UTF-16)", two),
              "ASCII or UTF-8 text");
    }
    return block.length > 2 && (two << 8 | bytes[2] & 0xFF) == UTF_8 ? 3 : 0;
  }

  private int skipHeader(CsvBlock block, int start) {
    int end = endOfLine(block, start);
    int content = contentEnd(block, start, end);
    if (!CsvHeader.isHeader(block.bytes, start, content)) {
      return start;
    }
    block.problem = CsvRow.checkWidth(layout, block.bytes, 0, start, content);
    if (block.problem == null) {
      block.problem = CsvHeader.contradiction(block.bytes, start, content);
    }
    block.header = CsvHeader.text(block.bytes, start, content);
    return end + 1;
  }

  /** Parses one line and returns where the next begins. */
  private int parseLine(CsvBlock block, int line, int start) {
    int next = CsvFastRow.parse(block.bytes, start, cells);
    int label = cells[labelColumn] & 0xFF;
    if (next == CsvFastRow.OTHER || label < layout.firstLabel() || label > layout.lastLabel()) {
      int end = endOfLine(block, start);
      int content = contentEnd(block, start, end);
      if (content == start) {
        block.empty = new CsvProblem(line, 0, start, "nothing", "an image, or the end of the file");
        return end + 1;
      }
      block.problem = new CsvRow(layout, block.bytes, line).parse(start, content, cells);
      next = end + 1;
    }
    if (block.problem == null) {
      store(block);
    }
    return next;
  }

  private void store(CsvBlock block) {
    if (labelColumn > 0) {
      byte label = cells[labelColumn];
      System.arraycopy(cells, 0, cells, 1, labelColumn);
      cells[0] = label;
    }
    int pixels = layout.pixels();
    int target = block.rows * pixels;
    if (layout.upright()) {
      System.arraycopy(cells, 1, block.pixels, target, pixels);
    } else {
      Transposition.transpose(cells, 1, layout.width(), layout.height(), upright);
      System.arraycopy(upright, 0, block.pixels, target, pixels);
    }
    block.labels[block.rows++] = (byte) ((cells[0] & 0xFF) - layout.firstLabel());
  }

  /** Empty lines may end a file; between images they are a problem. */
  private static void checkEmptyToTheEnd(CsvBlock block, int start) {
    if (block.empty == null) {
      return;
    }
    int next = start;
    while (next < block.length) {
      int end = endOfLine(block, next);
      if (contentEnd(block, next, end) > next) {
        block.problem = block.empty;
        return;
      }
      next = end + 1;
    }
  }

  /** The LF at or after {@code start}; every block ends in one. */
  static int endOfLine(CsvBlock block, int start) {
    int end = start;
    while (block.bytes[end] != '\n') {
      end++;
    }
    return end;
  }

  private static int contentEnd(CsvBlock block, int start, int end) {
    return end > start && block.bytes[end - 1] == '\r' ? end - 1 : end;
  }
}
