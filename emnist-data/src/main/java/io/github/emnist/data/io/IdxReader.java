package io.github.emnist.data.io;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistDataset.Filler;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.Messages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads the images and the labels of one partition; EMNIST's images are stored transposed. */
record IdxReader(
    UnpackedStream images,
    UnpackedStream labels,
    EmnistSplit split,
    boolean upright,
    ReadLimits limits) {
  private static final int IMAGE_DIMENSIONS = 3;
  private static final int LABEL_DIMENSIONS = 1;

  EmnistDataset read() throws IOException {
    IdxHeader header = IdxHeader.read(images, IMAGE_DIMENSIONS, "images, rows, columns");
    int count = header.dimension(0, "images", limits.maxImages(), "ReadLimits.maxImages");
    int rows = header.dimension(1, "rows", limits.maxSide(), "ReadLimits.maxSide");
    int columns = header.dimension(2, "columns", limits.maxSide(), "ReadLimits.maxSide");
    // EMNIST's rows are the upright image's columns.
    int width = upright ? columns : rows;
    int height = upright ? rows : columns;
    long pixels = (long) count * width * height; // below 2^61: each side is at most 32,767
    String content = Messages.format("%d images of %dx%d", count, rows, columns);
    if (pixels > limits.maxPixels()) {
      throw images.malformed(
          Integer.BYTES,
          Messages.format("%s, %d pixels", content, pixels),
          Messages.format("at most %d pixels (ReadLimits.maxPixels)", limits.maxPixels()));
    }
    images.checkSize(IdxHeader.bytes(IMAGE_DIMENSIONS) + pixels, content);

    byte[] fileLabels = readLabels(count);
    EmnistDataset dataset =
        images.vouchesFor(pixels)
            ? readTrusted(width, height, fileLabels, content)
            : readDoubted(width, height, fileLabels, content);
    images.expectEnd(content);
    return dataset;
  }

  /** Allocates all memory at once, and uses two threads where that is faster. */
  private EmnistDataset readTrusted(int width, int height, byte[] fileLabels, String content)
      throws IOException {
    Filler filler = new Filler(split.labelMap(), split, width, height, fileLabels.length);
    ImageBlocks.Sink sink =
        (index, upright) -> filler.set(index, upright, 0, label(fileLabels[index]));
    ImageBlocks blocks = blocks(width, height, fileLabels.length, content, sink);
    if (blocks.areMany()) {
      TwoThreads.run(blocks);
    } else {
      blocks.run();
    }
    return filler.build();
  }

  /** Allocates memory as images arrive. */
  private EmnistDataset readDoubted(int width, int height, byte[] fileLabels, String content)
      throws IOException {
    EmnistDataset.Builder builder =
        EmnistDataset.builder(split.labelMap(), width, height).split(split);
    ImageBlocks.Sink sink = (index, upright) -> builder.add(upright, 0, label(fileLabels[index]));
    blocks(width, height, fileLabels.length, content, sink).run();
    return builder.build();
  }

  /** Passes an upright image as a single row, which transposing leaves unchanged. */
  private ImageBlocks blocks(
      int width, int height, int count, String content, ImageBlocks.Sink sink) {
    return upright
        ? new ImageBlocks(images, width * height, 1, count, content, sink)
        : new ImageBlocks(images, width, height, count, content, sink);
  }

  private int label(byte fileLabel) {
    return (fileLabel & 0xFF) - split.firstFileLabel();
  }

  private byte[] readLabels(int count) throws IOException {
    IdxHeader header = IdxHeader.read(labels, LABEL_DIMENSIONS, "labels");
    int found = header.dimension(0);
    if (found != count) {
      throw labels.malformed(
          Integer.BYTES,
          Messages.format("%d labels", found),
          Messages.format("%d, one for each image in %s", count, images.name()));
    }
    String content = Messages.format("%d labels", count);
    labels.checkSize(IdxHeader.bytes(LABEL_DIMENSIONS) + (long) count, content);
    byte[] fileLabels = labels.readFully(count, content);
    labels.expectEnd(content);
    checkLabels(fileLabels);
    return fileLabels;
  }

  private void checkLabels(byte[] fileLabels) throws IOException {
    int first = split.firstFileLabel();
    int last = first + split.labelMap().size() - 1;
    for (int i = 0; i < fileLabels.length; i++) {
      int label = fileLabels[i] & 0xFF;
      if (label < first || label > last) {
        throw labels.malformed(
            IdxHeader.bytes(LABEL_DIMENSIONS) + (long) i,
            Messages.format("label %d", label),
            Messages.format("%d to %d (%s)", first, last, split.id()));
      }
    }
  }

  /**
   * The start of an IDX file: two zero bytes, the type of the elements, the number of dimensions,
   * and each dimension as a big-endian int32.
   *
   * @see <a href="http://yann.lecun.com/exdb/mnist/">LeCun, Cortes and Burges, The MNIST database,
   *     "File formats for the MNIST database"</a>
   */
  record IdxHeader(UnpackedStream input, ByteBuffer dimensions) {
    private static final int MAGIC_BYTES = 4;
    private static final int UNSIGNED_BYTE = 8;

    /** Reads a header and checks all but the dimensions, which {@code meaning} describes. */
    static IdxHeader read(UnpackedStream input, int dimensions, String meaning) throws IOException {
      String expected = Messages.format("an IDX header of %d bytes", bytes(dimensions));
      byte[] magic = input.readFully(MAGIC_BYTES, expected);
      if (magic[0] != 0 || magic[1] != 0) {
        throw input.malformed(0, Messages.hex(magic[0], magic[1]), "0x0000 (the start of IDX)");
      }
      if (magic[2] != UNSIGNED_BYTE) {
        throw input.malformed(2, "element type " + Messages.hex(magic[2]), "0x08 (unsigned byte)");
      }
      if (magic[3] != dimensions) {
        throw input.malformed(
            3,
            Messages.format("%d dimensions", magic[3] & 0xFF),
            Messages.format("%d (%s)", dimensions, meaning));
      }
      byte[] rest = input.readFully(bytes(dimensions) - MAGIC_BYTES, expected);
      return new IdxHeader(input, ByteBuffer.wrap(rest));
    }

    static int bytes(int dimensions) {
      return MAGIC_BYTES + dimensions * Integer.BYTES;
    }

    /** Returns a dimension, unchecked. */
    int dimension(int index) {
      return dimensions.getInt(index * Integer.BYTES);
    }

    /** Returns a dimension from 1 to the limit called {@code limitName}. */
    int dimension(int index, String unit, int limit, String limitName)
        throws MalformedDataException {
      int value = dimension(index);
      if (value < 1 || value > limit) {
        throw input.malformed(
            MAGIC_BYTES + index * Integer.BYTES,
            value + " " + unit,
            Messages.format("1 to %d (%s)", limit, limitName));
      }
      return value;
    }
  }

  /**
   * Reads the images of an IDX file block by block and turns them upright. Several threads may run
   * it at once: each reads a block while the others transpose theirs.
   */
  static final class ImageBlocks implements TwoThreads.Work {
    /** Fits into the cache. */
    private static final int BLOCK_BYTES = 1 << 18;

    /** Larger for gzip: unpacking takes most of the time, and waiting threads wake late. */
    private static final int GZIP_BLOCK_BYTES = 1 << 20;

    /** The number of blocks from which a second thread pays. */
    private static final int MANY = 32;

    private final UnpackedStream images;
    private final int width;
    private final int height;
    private final int count;
    private final String content;
    private final Sink sink;
    private final int perBlock;
    private int taken;

    /** Receives upright images, each index from one thread. */
    interface Sink {
      void accept(int index, byte[] upright);
    }

    ImageBlocks(
        UnpackedStream images, int width, int height, int count, String content, Sink sink) {
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

    /** Processes all blocks; one thread alone delivers the images in order. */
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

    /** Reads the next block and returns the index of its first image, or the count at the end. */
    private synchronized int take(byte[] block) throws IOException {
      int first = taken;
      if (first < count) {
        int images = Math.min(perBlock, count - first);
        taken = count; // stops the other thread if reading fails
        this.images.readFully(block, 0, images * width * height, content);
        taken = first + images;
      }
      return first;
    }
  }

  /** Runs the same work in the caller's thread and in a second one. */
  static final class TwoThreads {
    private TwoThreads() {}

    /** Work that takes and processes parts until none is left. */
    interface Work {
      void run() throws IOException;
    }

    /** Returns when both have ended; throws the caller's failure, or else the other's. */
    static void run(Work work) throws IOException {
      CompletableFuture<Void> other = new CompletableFuture<>();
      Thread thread =
          new Thread(
              () -> {
                try {
                  work.run();
                  other.complete(null);
                } catch (Throwable t) {
                  other.completeExceptionally(t);
                }
              },
              "emnist-reader");
      thread.setDaemon(true); // does not keep a program alive
      thread.start();
      try {
        work.run();
        other.join(); // even if interrupted: the source is in use until then
      } catch (CompletionException e) {
        if (e.getCause() instanceof IOException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw (RuntimeException) e.getCause(); // Work throws no other
      } catch (Throwable t) {
        other.handle((done, second) -> second).thenAccept(second -> add(t, second)).join();
        throw t;
      }
    }

    private static void add(Throwable first, Throwable second) {
      if (second != null) {
        first.addSuppressed(second);
      }
    }
  }
}
