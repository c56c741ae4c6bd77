package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads a CSV stream in blocks of whole lines. Each line is parsed by {@link CsvRow#parseFast} or,
 * failing that, cell by cell. Needs one block of memory beside the result. Not thread-safe.
 */
final class CsvParser {
  /** The bytes of a block; fits into the processor's second-level cache. */
  private static final int BLOCK_BYTES = 1 << 18;

  /** A number and its comma take 4 bytes; a header's name may take more. */
  private static final int MAX_CELL_BYTES = 32;

  /** The factor by which the first block's lines may be longer than the average. */
  private static final double ROOM = 1.05;

  /** Byte order marks, which Excel and PowerShell write. */
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

  /** Whole lines, each ended by LF, which is added at the end of a file that lacks it. */
  private final byte[] block;

  private final int capacity;

  /** The bytes of {@link #block} that are whole lines. */
  private int length;

  /** The bytes of {@link #block} that were read: the rest is the start of a line. */
  private int filled;

  /** The block's position in the file. */
  private long offset;

  /** The bytes read so far. */
  private long read;

  private boolean ended;
  private int labelColumn;
  private long rows;

  /** The number of lines before the current one. */
  private long lines;

  /** The error for the first empty line, should another line follow; or null. */
  private MalformedDataException empty;

  private final CsvRow row;

  /** The cells of a line in their order, and then with the label first. */
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
    block = new byte[capacity + 1];
    row = new CsvRow(layout, block, this::problem);
    cells = new byte[layout.columns()];
    upright = new byte[layout.pixels()];
  }

  /**
   * Reads the stream to its end.
   *
   * @param knownBytes its length, or 0 if it is not known for certain
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

  /** Skips a byte order mark and a header; returns the start of the first image's line. */
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

  /** Announces the number of images where the file's length is known, to allocate memory once. */
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

  /** Parses one line and returns the start of the next. */
  private int parseLine(int start) throws MalformedDataException {
    int next = CsvRow.parseFast(block, start, cells);
    int label = cells[labelColumn] & 0xFF;
    if (next == CsvRow.OTHER || label < layout.firstLabel() || label > layout.lastLabel()) {
      int end = endOfLine(start);
      next = end + 1;
      int content = contentEnd(start, end);
      if (content == start) {
        // Empty lines are allowed at the end of a file only.
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

  /** Returns an error at a position of the block; column 0 means the whole line. */
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

  /** The required content of a CSV file's lines; {@code split} is null for other classes. */
  record CsvLayout(LabelMap labelMap, EmnistSplit split, int width, int height, boolean upright) {
    /** As in {@link ReadLimits}: with larger sides, a few lines would not fit into a buffer. */
    private static final int MAX_SIDE = 1024;

    /** The side of EMNIST's images. */
    private static final int EMNIST_SIDE = 28;

    static CsvLayout of(EmnistSplit split) {
      return new CsvLayout(split.labelMap(), split, EMNIST_SIDE, EMNIST_SIDE, false);
    }

    static CsvLayout of(LabelMap labelMap, int width, int height) {
      Objects.requireNonNull(labelMap, "labelMap");
      if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
        throw Messages.illegal(
            "image size (%d x %d) must be between 1 x 1 and %d x %d",
            width, height, MAX_SIDE, MAX_SIDE);
      }
      return new CsvLayout(labelMap, null, width, height, false);
    }

    CsvLayout withUprightPixels() {
      return new CsvLayout(labelMap, split, width, height, true);
    }

    int pixels() {
      return width * height;
    }

    int columns() {
      return 1 + pixels();
    }

    int firstLabel() {
      return split == null ? 0 : split.firstFileLabel();
    }

    int lastLabel() {
      return firstLabel() + labelMap.size() - 1;
    }

    /** Describes the valid labels, for messages. */
    String labels() {
      String name = split == null ? "the label map" : split.id();
      return Messages.format("a label from %d to %d (%s)", firstLabel(), lastLabel(), name);
    }

    /** Describes the right number of columns, for messages. */
    String rightWidth() {
      return Messages.format("%d (the label, then %d pixels)", columns(), pixels());
    }

    EmnistDataset.Builder newDataset() {
      return EmnistDataset.builder(labelMap, width, height).split(split);
    }
  }

  /**
   * Tells a header from images, and finds the column of the labels. Kaggle's EMNIST has no header,
   * but tools add one: names ({@code label,pixel0,pixel1} or {@code pixel0,pixel1,class}), a name
   * and numbers ({@code label,0,1,2}), or, as pandas does by default, only numbers ({@code 0,1,2}).
   */
  static final class CsvHeader {
    /** Numbers, including malformed ones and nothing. */
    private static final Pattern NUMBER = Pattern.compile("|[-+.0-9][-+.0-9eE]*");

    /** Names of the label's column, in lower case. */
    private static final Set<String> LABEL_NAMES = Set.of("label", "class");

    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final String text;
    private final String[] cells;
    private final int start;

    /** Takes the line before {@code end}, which may be an image. */
    CsvHeader(byte[] bytes, int start, int end) {
      this.start = start;
      text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
      cells = text.split(",", -1);
    }

    /** Returns the line without its line break. */
    String text() {
      return text;
    }

    /** Tells whether the line is a header, of any width. */
    boolean isHeader() {
      String[] others = Arrays.stream(cells).filter(cell -> !isLabel(cell)).toArray(String[]::new);
      if (others.length < cells.length && (areNames(others) || count(others, 0))) {
        return true;
      }
      boolean label = isNumber(cells[0]);
      boolean named = Arrays.stream(cells).noneMatch(CsvHeader::isNumber);
      return named || count(cells, 1) && (!label || cells.length > 257);
    }

    /** Returns the first column named as the label's, or 0. */
    int labelColumn() {
      return IntStream.range(0, cells.length).filter(i -> isLabel(cells[i])).findFirst().orElse(0);
    }

    /** Refuses a header that does not have exactly one label among pixels. */
    void check(CsvRow.Problems problems) throws MalformedDataException {
      int label = labelColumn();
      for (int i = label + 1; i < cells.length; i++) {
        if (isLabel(cells[i])) {
          throw problems.at(
              i + 1,
              start,
              CsvRow.show(cells[i]),
              Messages.format(
                  "a pixel's column: %s in column %d is the label's",
                  CsvRow.show(cells[label]), label + 1));
        }
      }
      String kind = DIGITS.matcher(bare(cells[0])).replaceAll("#");
      boolean numbered =
          cells.length > 2
              && kind.contains("#")
              && !isNumber(cells[0])
              && kind.equals(DIGITS.matcher(bare(cells[1])).replaceAll("#"));
      if (numbered && !isLabel(cells[label])) {
        throw problems.at(
            1,
            start,
            CsvRow.show(cells[0]) + ", one of the pixels,",
            "the label's column here, or elsewhere under the name label or class");
      }
    }

    private static boolean isLabel(String cell) {
      return LABEL_NAMES.contains(bare(cell).toLowerCase(Locale.ROOT));
    }

    /** Tells whether a cell is a number, or empty and so not a name. */
    private static boolean isNumber(String cell) {
      return NUMBER.matcher(bare(cell)).matches();
    }

    /** Tells whether no cell has a number; a column may lack a name. */
    private static boolean areNames(String[] cells) {
      return Arrays.stream(cells).allMatch(cell -> bare(cell).isEmpty() || !isNumber(cell));
    }

    /**
     * Tells whether the cells count up by one from 0 or 1, as the pixels of no image beyond 255 do.
     */
    private static boolean count(String[] cells, int from) {
      if (cells.length < from + 2) {
        return false;
      }
      int first = bare(cells[from]).equals("0") ? 0 : 1;
      for (int i = from; i < cells.length; i++) {
        if (!bare(cells[i]).equals(Integer.toString(first + i - from))) {
          return false;
        }
      }
      return true;
    }

    private static String bare(String cell) {
      String bare = cell.strip();
      return bare.length() >= 2 && bare.startsWith("\"") && bare.endsWith("\"")
          ? bare.substring(1, bare.length() - 1)
          : bare;
    }
  }

  /**
   * Parses a line cell by cell and reports errors. In addition to what {@link #parseFast} accepts,
   * numbers may have leading zeros, quotes (RFC 4180), and spaces or tabs around those.
   */
  static final class CsvRow {
    /** The result of {@link #parseFast} for any other line. */
    static final int OTHER = -1;

    private static final int SHOWN_BYTES = 20;

    private static final Pattern DECIMAL =
        Pattern.compile("[ \\t\"]*[-+]?[0-9]*(\\.[0-9]*)?([eE][-+]?[0-9]+)?[ \\t\"]*");

    private final CsvLayout layout;
    private final byte[] bytes;
    private final Problems problems;
    private int labelColumn;

    /** Creates an error for a column, 1-based, or 0 for the whole line, and a position. */
    interface Problems {
      MalformedDataException at(int column, int position, String found, String expected);
    }

    CsvRow(CsvLayout layout, byte[] bytes, Problems problems) {
      this.layout = layout;
      this.bytes = bytes;
      this.problems = problems;
    }

    /** Sets the column of the labels. */
    void withLabelColumn(int column) {
      labelColumn = column;
    }

    /**
     * Parses a line in the usual form: numbers of one to three digits, separated by commas, then LF
     * or CRLF.
     *
     * @param bytes with an LF at or after {@code position}
     * @param cells receives the label and the pixels in the line's order
     * @return the start of the next line, or {@link #OTHER}
     */
    static int parseFast(byte[] bytes, int position, byte[] cells) {
      int last = cells.length - 1;
      int at = position;
      int next = ',';
      for (int cell = 0; cell <= last; cell++) {
        int value = next == ',' ? bytes[at++] - '0' : OTHER;
        if (value < 0 || value > 9) {
          return OTHER;
        }
        next = bytes[at++];
        for (int digits = 1; digits < 3 && next >= '0' && next <= '9'; digits++) {
          value = 10 * value + next - '0';
          next = bytes[at++];
        }
        if (value > 255) {
          return OTHER;
        }
        cells[cell] = (byte) value;
      }
      if (next == '\r') {
        next = bytes[at++];
      }
      return next == '\n' ? at : OTHER;
    }

    /** Checks the number of cells of the line before {@code end}. */
    void checkWidth(int start, int end) throws MalformedDataException {
      int columns = 1;
      for (int i = start; i < end; i++) {
        columns += bytes[i] == ',' ? 1 : 0;
      }
      if (columns != layout.columns()) {
        throw problems.at(
            0,
            start,
            columns + (columns == 1 ? " column" : " columns"),
            layout.rightWidth() + hint(columns, start, end));
      }
    }

    /** Returns a remedy for common errors: gzip, other separators, a column of row numbers. */
    private String hint(int columns, int start, int end) {
      if (end - start > 1 && bytes[start] == 0x1F && bytes[start + 1] == (byte) 0x8B) {
        return "; it is gzip data, unpack it first";
      }
      if (columns == layout.columns() + 1) {
        return "; leave out a column that counts the rows (pandas: index=False)";
      }
      for (char separator : new char[] {';', '\t', ' '}) {
        int found = 0;
        for (int i = start; i < end && columns == 1; i++) {
          found += bytes[i] == separator ? 1 : 0;
        }
        if (found > 0 && found == layout.pixels()) {
          return "; separate them by commas, not by "
              + (separator == ';' ? "semicolons" : separator == '\t' ? "tabs" : "spaces");
        }
      }
      return "";
    }

    /** Parses the line before {@code end}. */
    void parse(int start, int end, byte[] cells) throws MalformedDataException {
      checkWidth(start, end);
      int from = start;
      for (int cell = 0; cell < cells.length; cell++) {
        int to = from;
        while (to < end && bytes[to] != ',') {
          to++;
        }
        int value = value(bytes, from, to);
        boolean wrong =
            cell == labelColumn
                ? value < layout.firstLabel() || value > layout.lastLabel()
                : value < 0 || value > 255;
        if (wrong) {
          throw problems.at(
              cell + 1,
              from,
              to == from ? "nothing" : show(bytes, from, to),
              (cell == labelColumn ? layout.labels() : "a pixel from 0 to 255")
                  + hint(from, to, cell == labelColumn));
        }
        cells[cell] = (byte) value;
        from = to + 1;
      }
    }

    /** Returns a remedy for pixels in [0, 1], and for integers written as decimals. */
    private String hint(int from, int to, boolean label) {
      String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
      if (!DECIMAL.matcher(text).matches() || !text.matches(".*[.eE].*")) {
        return "";
      }
      return label
          ? ", a whole number"
          : ", a whole number; multiply pixels in [0, 1] by 255, and round before writing";
    }

    /** Returns a cell's number of up to three digits, or -1. */
    static int value(byte[] bytes, int cellFrom, int cellTo) {
      int from = cellFrom;
      int to = cellTo;
      while (from < to && isBlank(bytes[from])) {
        from++;
      }
      while (to > from && isBlank(bytes[to - 1])) {
        to--;
      }
      if (to - from >= 2 && bytes[from] == '"' && bytes[to - 1] == '"') {
        from++;
        to--;
      }
      if (from == to) {
        return -1;
      }
      int value = 0;
      for (int i = from; i < to; i++) {
        int digit = bytes[i] - '0';
        if (digit < 0 || digit > 9) {
          return -1;
        }
        value = Math.min(1000, 10 * value + digit);
      }
      return value < 1000 ? value : -1;
    }

    private static boolean isBlank(byte value) {
      return value == ' ' || value == '\t';
    }

    /** Formats a header's cell as the other method does. */
    static String show(String cell) {
      byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
      return show(bytes, 0, bytes.length);
    }

    /** Formats bytes for a message: quoted, shortened, with {@code \xNN} for non-printable ones. */
    static String show(byte[] bytes, int from, int to) {
      StringBuilder shown = new StringBuilder("\"");
      for (int i = from; i < Math.min(to, from + SHOWN_BYTES); i++) {
        if (bytes[i] >= ' ' && bytes[i] <= '~') {
          shown.append((char) bytes[i]);
        } else {
          shown.append(Messages.format("\\x%02X", bytes[i] & 0xFF));
        }
      }
      return shown.append(to - from > SHOWN_BYTES ? "..." : "").append('"').toString();
    }
  }
}
