package io.github.emnist.data.io;

/**
 * Whole lines of a CSV file and what they hold; used again and again by one thread. The bytes
 * always end in LF: of the file's last line, which may lack it, this is made up.
 */
final class CsvBlock {
  /** The bytes of a block; small enough for the processor's second-level cache. */
  private static final int BLOCK_BYTES = 1 << 18;

  /** A number between commas takes 4 bytes, a header's name may take more. */
  private static final int MAX_CELL_BYTES = 32;

  /** The longest cell that {@link CsvFastRow} takes, with its comma. */
  private static final int MAX_FAST_CELL_BYTES = 4;

  final byte[] bytes;

  /** How many of {@link #bytes} are the block. */
  int length;

  /** The block's number in the file, 0-based. */
  int sequence;

  /** Where in the file the block begins. */
  long offset;

  /** Whether no line follows. */
  boolean last;

  /** The images, upright, one after the other. */
  final byte[] pixels;

  /** 0-based. */
  final byte[] labels;

  int rows;

  /** Where the first image's line begins. */
  int firstImage;

  /** The header line, or null; only in the first block. */
  String header;

  /** The first empty line, after which only empty lines came; or null. */
  CsvProblem empty;

  /** What ended the parsing early, or null. */
  CsvProblem problem;

  CsvBlock(CsvLayout layout) {
    int capacity = capacity(layout);
    // A fast row looks beyond a line that is too short, never further than a row's length.
    bytes = new byte[capacity + 1 + MAX_FAST_CELL_BYTES * layout.columns() + Long.BYTES];
    int mostRows = capacity / (2 * layout.columns()) + 1; // a digit and a comma a cell
    labels = new byte[mostRows];
    pixels = new byte[mostRows * layout.pixels()];
  }

  /** The most bytes in a block, and so in a line. */
  static int capacity(CsvLayout layout) {
    return Math.max(BLOCK_BYTES, MAX_CELL_BYTES * layout.columns());
  }
}
