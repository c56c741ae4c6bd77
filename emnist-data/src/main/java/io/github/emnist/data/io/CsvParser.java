package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads one CSV stream: blocks of whole lines, each line first as {@link CsvRow#parseFast} takes
 * it, then cell by cell. Memory beside the result is one block. Not thread-safe.
 */
final class CsvParser {
  /** The bytes of a block; small enough for the processor's second-level cache. */
  private static final int BLOCK_BYTES = 1 << 18;

  /** A number between commas takes 4 bytes, a header's name may take more. */
  private static final int MAX_CELL_BYTES = 32;

  /** By how much the first block's lines may be longer than the average. */
  private static final double ROOM = 1.05;

  /** Byte order marks: what Excel and PowerShell put before a text. */
  private static final int UTF_8 = 0xEFBBBF;

  private static final int UTF_16_LITTLE_ENDIAN = 0xFFFE;
  private static final int UTF_16_BIG_ENDIAN = 0xFEFF;

  private final InputStream in;
  private final String source;
  private final CsvLayout layout;
  private final ReadLimits limits;
  private final CsvReader.Listener listener;
  private final EmnistDataset.Builder builder;
  private final long maxRows;

  /** Whole lines, each ended by LF: at the end of a file that lacks it, it is made up. */
  private final byte[] block;

  private final int capacity;

  /** How many bytes of {@link #block} are whole lines. */
  private int length;

  /** How many bytes of {@link #block} were read: the rest is the start of a line. */
  private int filled;

  /** Where in the file the block begins. */
  private long offset;

  /** How many bytes have come. */
  private long read;

  private boolean ended;
  private int labelColumn;
  private long rows;

  /** How many lines came before the one that is parsed. */
  private long lines;

  /** The problem of the first empty line, if something follows it; or null. */
  private MalformedDataException empty;

  private final CsvRow row;

  /** A line as it stands, and then the label before the pixels. */
  private final byte[] cells;

  private final byte[] upright;

  CsvParser(
      InputStream in,
      String source,
      CsvLayout layout,
      ReadLimits limits,
      CsvReader.Listener listener) {
    this.in = in;
    this.source = source;
    this.layout = layout;
    this.limits = limits;
    this.listener = listener;
    builder = layout.newDataset();
    maxRows = Math.min(limits.maxImages(), limits.maxPixels() / layout.pixels());
    capacity = Math.max(BLOCK_BYTES, MAX_CELL_BYTES * layout.columns());
    // A fast row looks beyond a line that is too short, never further than a row's length.
    block = new byte[capacity + 1 + CsvRow.MAX_FAST_CELL_BYTES * layout.columns() + Long.BYTES];
    row = new CsvRow(layout, block, this::problem);
    cells = new byte[layout.columns()];
    upright = new byte[layout.pixels()];
  }

  /**
   * Reads the stream to its end.
   *
   * @param knownBytes its length, or 0 where it is not known for certain
   */
  EmnistDataset read(long knownBytes) throws IOException {
    nextBlock();
    int next = start();
    announce(next, knownBytes);
    while (true) {
      while (next < length) {
        next = parseLine(next);
        lines++;
      }
      if (ended) {
        break;
      }
      nextBlock();
      next = 0;
    }
    if (rows == 0) {
      throw new MalformedDataException(source, read, "the end of the file", "at least one image");
    }
    return builder.build();
  }

  private void nextBlock() throws IOException {
    offset += length;
    int rest = filled - length;
    System.arraycopy(block, length, block, 0, rest);
    int wanted = capacity - rest;
    int count = in.readNBytes(block, rest, wanted);
    read += count;
    filled = rest + count;
    length = filled;
    ended = count < wanted;
    if (ended) {
      if (filled > 0 && block[filled - 1] != '\n') {
        block[length++] = '\n';
        filled++;
      }
    } else {
      while (length > 0 && block[length - 1] != '\n') {
        length--;
      }
      if (length == 0) {
        throw problem(0, 0, "more bytes", Messages.format("a line of at most %d", capacity));
      }
    }
  }

  /** Skips a byte order mark and a header; returns where the first image's line begins. */
  private int start() throws IOException {
    int two = length < 2 ? 0 : (block[0] & 0xFF) << 8 | block[1] & 0xFF;
    if (two == UTF_16_LITTLE_ENDIAN || two == UTF_16_BIG_ENDIAN) {
      throw problem(
          0, 0, Messages.format("0x%04X (the start of UTF-16)", two), "ASCII or UTF-8 text");
    }
    int start = length > 2 && (two << 8 | block[2] & 0xFF) == UTF_8 ? 3 : 0;
    if (start >= length) {
      return start;
    }
    int end = endOfLine(start);
    CsvHeader header = new CsvHeader(block, start, contentEnd(start, end));
    if (!header.isHeader()) {
      return start;
    }
    row.checkWidth(start, contentEnd(start, end));
    header.check(this::problem);
    labelColumn = Math.min(header.labelColumn(), layout.pixels());
    row.withLabelColumn(labelColumn);
    listener.headerSkipped(source, header.text());
    lines++;
    return end + 1;
  }

  /** Takes memory once instead of by doubling, where the file's length is known. */
  private void announce(int start, long knownBytes) {
    long inBlock = 0;
    for (int i = start; i < length; i++) {
      inBlock += block[i] == '\n' ? 1 : 0;
    }
    if (ended) {
      builder.expect((int) Math.min(maxRows, inBlock));
    } else if (knownBytes > 0 && inBlock > 0) {
      builder.expect((int) Math.min(maxRows, ROOM * knownBytes / length * inBlock));
    }
  }

  /** Parses one line and returns where the next begins. */
  private int parseLine(int start) throws MalformedDataException {
    int next = CsvRow.parseFast(block, start, cells);
    int label = cells[labelColumn] & 0xFF;
    if (next == CsvRow.OTHER || label < layout.firstLabel() || label > layout.lastLabel()) {
      int end = endOfLine(start);
      next = end + 1;
      int content = contentEnd(start, end);
      if (content == start) {
        // Empty lines may end a file; between images they are a problem.
        if (empty == null) {
          empty = problem(0, start, "nothing", "an image, or the end of the file");
        }
        return next;
      }
      if (empty != null) {
        throw empty;
      }
      row.parse(start, content, cells);
    }
    if (empty != null) {
      throw empty;
    }
    if (rows == maxRows) {
      throw tooMany(start);
    }
    store();
    return next;
  }

  private void store() {
    if (labelColumn > 0) {
      byte label = cells[labelColumn];
      System.arraycopy(cells, 0, cells, 1, labelColumn);
      cells[0] = label;
    }
    int label = (cells[0] & 0xFF) - layout.firstLabel();
    if (layout.upright()) {
      builder.add(cells, 1, label);
    } else {
      Transposition.transpose(cells, 1, layout.width(), layout.height(), upright);
      builder.add(upright, 0, label);
    }
    rows++;
  }

  private MalformedDataException tooMany(int start) {
    return new MalformedDataException(
        source,
        offset + start,
        Messages.format("image %d", maxRows + 1),
        maxRows == limits.maxImages()
            ? Messages.format("at most %d images (ReadLimits.maxImages)", maxRows)
            : Messages.format(
                "at most %d images of %dx%d, %d pixels (ReadLimits.maxPixels)",
                maxRows, layout.width(), layout.height(), limits.maxPixels()));
  }

  /** Returns what is wrong at a position of the block; column 0 is the line as a whole. */
  private MalformedDataException problem(int column, int position, String found, String expected) {
    String place = "line " + (lines + 1) + (column > 0 ? ", column " + column : "");
    return new MalformedDataException(source, offset + position, found + " in " + place, expected);
  }

  private int endOfLine(int start) {
    int end = start;
    while (block[end] != '\n') {
      end++;
    }
    return end;
  }

  private int contentEnd(int start, int end) {
    return end > start && block[end - 1] == '\r' ? end - 1 : end;
  }
}
