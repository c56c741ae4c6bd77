package io.github.emnist.data.io;

import java.io.IOException;

/**
 * Reads the images of an IDX file block by block and turns them upright. Several threads may run
 * the same: each takes a block while the others turn theirs.
 */
final class ImageBlocks implements TwoThreads.Work {
  /** Small enough for the cache. */
  private static final int BLOCK_BYTES = 1 << 18;

  /** Unpacking takes most of the time, and a thread that waited for its turn wakes late. */
  private static final int GZIP_BLOCK_BYTES = 1 << 20;

  /** From so many blocks on, a second thread is worth starting. */
  private static final int MANY = 32;

  private final IdxInput images;
  private final int width;
  private final int height;
  private final int count;
  private final String content;
  private final Sink sink;
  private final int perBlock;
  private int taken;

  /** Where upright images go; from several threads, each with images of its own. */
  interface Sink {
    void accept(int index, byte[] upright);
  }

  ImageBlocks(IdxInput images, int width, int height, int count, String content, Sink sink) {
    this.images = images;
    this.width = width;
    this.height = height;
    this.count = count;
    this.content = content;
    this.sink = sink;
    int blockBytes = images.isCompressed() ? GZIP_BLOCK_BYTES : BLOCK_BYTES;
    this.perBlock = Math.min(count, Math.max(1, blockBytes / (width * height)));
  }

  boolean areMany() {
    return count / Math.max(1, perBlock) >= MANY;
  }

  /** Works until no block is left; images are given in order only where one thread does it all. */
  @Override
  public void run() throws IOException {
    int imageBytes = width * height;
    byte[] block = new byte[perBlock * imageBytes];
    byte[] upright = new byte[imageBytes];
    for (int first = take(block); first < count; first = take(block)) {
      int end = Math.min(count, first + perBlock);
      for (int i = first; i < end; i++) {
        Transposition.transpose(block, (i - first) * imageBytes, width, height, upright);
        sink.accept(i, upright);
      }
    }
  }

  /** Reads the next block and gives the number of its first image; the count where none is left. */
  private synchronized int take(byte[] block) throws IOException {
    int first = taken;
    if (first < count) {
      int images = Math.min(perBlock, count - first);
      taken = count; // where reading fails, nobody goes on
      this.images.readFully(block, images * width * height, content);
      taken = first + images;
    }
    return first;
  }
}
