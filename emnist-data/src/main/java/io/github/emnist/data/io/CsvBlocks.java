package io.github.emnist.data.io;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into blocks of whole lines. Not thread-safe. */
final class CsvBlocks {
  private final InputStream in;
  private final int capacity;

  /** The start of the line that the last block cut off. */
  private byte[] rest = {};

  private long offset;
  private long read;
  private int sequence;
  private boolean ended;

  CsvBlocks(InputStream in, int capacity) {
    this.in = in;
    this.capacity = capacity;
  }

  /** Whether the last block is out. */
  boolean ended() {
    return ended;
  }

  /** How many bytes have come. */
  long read() {
    return read;
  }

  /**
   * Fills a block. One without LF that is not the last is part of a line that is too long, and
   * nothing may be read after it.
   */
  void next(CsvBlock block) throws IOException {
    block.sequence = sequence++;
    block.offset = offset;
    System.arraycopy(rest, 0, block.bytes, 0, rest.length);
    int wanted = capacity - rest.length;
    ended = true; // unless there is more, and no error
    int count = in.readNBytes(block.bytes, rest.length, wanted);
    read += count;
    int filled = rest.length + count;
    block.last = count < wanted;
    block.length = filled;
    rest = new byte[0];
    if (block.last) {
      if (filled > 0 && block.bytes[filled - 1] != '\n') {
        block.bytes[block.length++] = '\n';
      }
    } else {
      int end = filled;
      while (end > 0 && block.bytes[end - 1] != '\n') {
        end--;
      }
      if (end > 0) {
        rest = Arrays.copyOfRange(block.bytes, end, filled);
        block.length = end;
        ended = false;
      }
    }
    offset += block.length;
  }
}
