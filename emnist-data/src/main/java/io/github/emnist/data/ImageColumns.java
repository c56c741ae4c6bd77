package io.github.emnist.data;

import io.github.emnist.data.internal.Messages;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * The columns of a data set: for each image its position in the chunks of pixels, which views
 * share, and its label in one byte, which every view has for itself. Immutable.
 */
final class ImageColumns {
  /** The most images, numbered by an int. */
  static final int MAX_IMAGES = Integer.MAX_VALUE - 8;

  /** The largest side for which a square image fits into an array. */
  private static final int MAX_SIDE = 32_767;

  private final PixelChunks chunks;

  /** Positions in {@link #chunks}; null for 0, 1, 2, ... */
  private final int[] positions;

  private final byte[] labels;

  private ImageColumns(PixelChunks chunks, int[] positions, byte[] labels) {
    this.chunks = chunks;
    this.positions = positions;
    this.labels = labels;
  }

  /** Keeps the arrays without copying: the caller must never change them again. */
  static ImageColumns of(PixelChunks chunks, byte[] labels) {
    return new ImageColumns(chunks, null, labels);
  }

  static void checkSize(int width, int height) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw Messages.illegal(
          "image size (%d x %d) must be between 1 x 1 and %d x %d",
          width, height, MAX_SIDE, MAX_SIDE);
    }
  }

  int size() {
    return labels.length;
  }

  PixelChunks chunks() {
    return chunks;
  }

  int label(int index) {
    return labels[Objects.checkIndex(index, labels.length)] & 0xFF;
  }

  /** Returns the position of an image in {@link #chunks()}. */
  int position(int index) {
    Objects.checkIndex(index, labels.length);
    return positions == null ? index : positions[index];
  }

  ImageColumns select(int[] indices) {
    int[] selected = new int[indices.length];
    byte[] selectedLabels = new byte[indices.length];
    for (int i = 0; i < indices.length; i++) {
      selected[i] = position(indices[i]);
      selectedLabels[i] = labels[indices[i]];
    }
    return new ImageColumns(chunks, selected, selectedLabels);
  }

  ImageColumns withLabels(IntUnaryOperator newLabel) {
    byte[] mapped = new byte[labels.length];
    for (int i = 0; i < mapped.length; i++) {
      mapped[i] = (byte) newLabel.applyAsInt(label(i));
    }
    return new ImageColumns(chunks, positions, mapped);
  }

  /** Concatenates parts with images of the same size. */
  static ImageColumns concat(List<ImageColumns> parts, int size) {
    var joined = new PixelChunks.Joined(parts.stream().map(part -> part.chunks).toList());
    int[] positions = new int[size];
    byte[] labels = new byte[size];
    int filled = 0;
    for (ImageColumns part : parts) {
      IntUnaryOperator moved = joined.positionsOf(part.chunks);
      for (int i = 0; i < part.size(); i++) {
        positions[filled + i] = moved.applyAsInt(part.position(i));
      }
      System.arraycopy(part.labels, 0, labels, filled, part.size());
      filled += part.size();
    }
    return new ImageColumns(joined.chunks(), positions, labels);
  }

  /** Grows a chunk by doubling until it is full, unless the count is known beforehand. */
  static final class Builder {
    /** The size of the first chunk where no count was announced. */
    private static final int FIRST_BYTES = 1 << 18;

    private final int width;
    private final int height;
    private final int imageBytes;
    private final int imagesPerChunk;
    private List<byte[]> chunks = new ArrayList<>();
    private byte[] labels = new byte[0];
    private int size;
    private int expected;

    Builder(int width, int height) {
      checkSize(width, height);
      this.width = width;
      this.height = height;
      this.imageBytes = Math.multiplyExact(width, height);
      this.imagesPerChunk = PixelChunks.imagesPerChunk(imageBytes);
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    void expect(int count) {
      expected = Math.max(0, count);
      if (expected > labels.length) {
        labels = Arrays.copyOf(labels, expected);
      }
    }

    void add(byte[] source, int offset, byte label) {
      Objects.checkFromIndexSize(offset, imageBytes, source.length);
      int slot = size % imagesPerChunk;
      if (slot == 0) {
        int announced = expected > size ? expected - size : Math.max(1, FIRST_BYTES / imageBytes);
        chunks.add(new byte[Math.min(announced, imagesPerChunk) * imageBytes]);
      }
      int last = chunks.size() - 1;
      byte[] chunk = chunks.get(last);
      if (slot * imageBytes == chunk.length) {
        chunk = Arrays.copyOf(chunk, (int) Math.min(2L * slot, imagesPerChunk) * imageBytes);
        chunks.set(last, chunk);
      }
      System.arraycopy(source, offset, chunk, slot * imageBytes, imageBytes);
      if (size == labels.length) {
        labels = Arrays.copyOf(labels, (int) Math.min(2L * size + 256, MAX_IMAGES));
      }
      labels[size++] = label;
    }

    ImageColumns build() {
      int used = size % imagesPerChunk;
      int last = chunks.size() - 1;
      if (used != 0 && chunks.get(last).length > used * imageBytes) {
        chunks.set(last, Arrays.copyOf(chunks.get(last), used * imageBytes));
      }
      PixelChunks pixels = new PixelChunks(width, height, chunks);
      ImageColumns columns = new ImageColumns(pixels, null, Arrays.copyOf(labels, size));
      chunks = new ArrayList<>();
      labels = new byte[0];
      size = 0;
      expected = 0;
      return columns;
    }
  }

  /**
   * The pixels of images of one size, in arrays of at most 65,536 images, so that they may exceed 2
   * GiB. Image {@code p} lies in chunk {@code p / stride} at {@code p % stride}; chunks need not be
   * full, so not every position is an image. Immutable.
   */
  static final class PixelChunks {
    /** Images in a chunk: 51 MB of 28x28. */
    private static final int CHUNK_IMAGES = 1 << 16;

    private final int width;
    private final int height;
    private final int imageBytes;
    private final int stride;
    private final byte[][] chunks;

    /** Keeps the chunks without copying: the caller must never change them again. */
    PixelChunks(int width, int height, List<byte[]> chunks) {
      this.width = width;
      this.height = height;
      this.imageBytes = width * height;
      this.chunks = chunks.toArray(byte[][]::new);
      int most = 1;
      for (byte[] chunk : chunks) {
        most = Math.max(most, chunk.length / imageBytes);
      }
      stride = most;
      if ((long) stride * chunks.size() > Integer.MAX_VALUE) {
        throw Messages.illegal(
            "the images lie in %d blocks of up to %d; at most %d such blocks can be joined:"
                + " copy the small ones into one data set",
            chunks.size(), stride, Integer.MAX_VALUE / stride);
      }
    }

    /** Returns the number of images in a full chunk, which has at most 2^30 bytes. */
    static int imagesPerChunk(int imageBytes) {
      return Math.max(1, Math.min(CHUNK_IMAGES, (1 << 30) / imageBytes));
    }

    int width() {
      return width;
    }

    int height() {
      return height;
    }

    int count() {
      return chunks.length;
    }

    GrayImage image(int position) {
      return GrayImage.of(width, height, chunk(position), offset(position));
    }

    void copy(int position, byte[] target, int targetOffset) {
      System.arraycopy(chunk(position), offset(position), target, targetOffset, imageBytes);
    }

    /** Returns a view of an image's pixels, not to be written; equal pixels are equal views. */
    ByteBuffer pixels(int position) {
      return ByteBuffer.wrap(chunk(position), offset(position), imageBytes);
    }

    private byte[] chunk(int position) {
      return chunks[position / stride];
    }

    /**
     * Returns the offset of an image in its chunk, at most 2^30: the builder's chunks hold no more
     * bytes.
     */
    private int offset(int position) {
      return position % stride * imageBytes;
    }

    /** The distinct chunks of several parts, and the new positions of their images. */
    static final class Joined {
      private final Map<byte[], Integer> numbers = new IdentityHashMap<>();
      private final PixelChunks chunks;

      Joined(List<PixelChunks> parts) {
        List<byte[]> distinct = new ArrayList<>();
        for (PixelChunks part : parts) {
          for (byte[] chunk : part.chunks) {
            if (numbers.putIfAbsent(chunk, distinct.size()) == null) {
              distinct.add(chunk);
            }
          }
        }
        chunks = new PixelChunks(parts.get(0).width, parts.get(0).height, distinct);
      }

      PixelChunks chunks() {
        return chunks;
      }

      /** Maps each position in a part to the position in the joined chunks. */
      IntUnaryOperator positionsOf(PixelChunks part) {
        int[] starts = new int[part.chunks.length];
        Arrays.setAll(starts, i -> numbers.get(part.chunks[i]) * chunks.stride);
        return position -> starts[position / part.stride] + position % part.stride;
      }
    }
  }
}
