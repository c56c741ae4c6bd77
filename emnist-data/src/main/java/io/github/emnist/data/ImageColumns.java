package io.github.emnist.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntUnaryOperator;

/**
 * The columns of a data set: for each image its place in chunks that views share, and its label in
 * one byte. A view has a label column of its own, so that it can be another than that of the data
 * set it came from. Immutable.
 */
final class ImageColumns {
  /** The most images of which each has an int for its number. */
  static final int MAX_IMAGES = Integer.MAX_VALUE - 8;

  /** The largest side of which even a square image fits into an array. */
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

  /** The arrays are kept as they are: the caller must never change them again. */
  static ImageColumns of(PixelChunks chunks, byte[] labels) {
    return new ImageColumns(chunks, null, labels);
  }

  static void checkSize(int width, int height) {
    if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "image size (%d x %d) must be between 1 x 1 and %d x %d",
              width,
              height,
              MAX_SIDE,
              MAX_SIDE));
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

  /** Where an image's pixels lie in {@link #chunks()}. */
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

  /** One after the other; the caller has seen that they fit together. */
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
    /** What the first chunk takes where no count was announced. */
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
}
