package io.github.emnist.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Pixels in chunks of 65,536 images, so that more than 2 GiB of them fit, and one byte a label. No
 * chunk ever leaves this class.
 */
final class ImageColumns {
  /** Images in a chunk: 51 MB of 28x28. */
  private static final int CHUNK_IMAGES = 1 << 16;

  /** What the first chunk takes where no count was announced. */
  private static final int FIRST_BYTES = 1 << 18;

  /** The largest side of which even a square image fits into an array. */
  private static final int MAX_SIDE = 32_767;

  private final int width;
  private final int height;
  private final int imagesPerChunk;
  private final byte[][] chunks;
  private final byte[] labels;

  private ImageColumns(Builder builder) {
    width = builder.width;
    height = builder.height;
    imagesPerChunk = builder.imagesPerChunk;
    chunks = builder.chunks.toArray(byte[][]::new);
    labels = Arrays.copyOf(builder.labels, builder.size);
  }

  int size() {
    return labels.length;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int label(int position) {
    return labels[position] & 0xFF;
  }

  GrayImage image(int position) {
    return GrayImage.of(width, height, chunks[position / imagesPerChunk], offset(position));
  }

  void copyImage(int position, byte[] target, int targetOffset) {
    byte[] chunk = chunks[position / imagesPerChunk];
    System.arraycopy(chunk, offset(position), target, targetOffset, width * height);
  }

  private int offset(int position) {
    return position % imagesPerChunk * width * height;
  }

  /** Grows a chunk by doubling until it is full, unless the count is known beforehand. */
  static final class Builder {
    private final int width;
    private final int height;
    private final int imageBytes;
    private final int imagesPerChunk;
    private List<byte[]> chunks = new ArrayList<>();
    private byte[] labels = new byte[0];
    private int size;
    private int expected;

    Builder(int width, int height) {
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
      this.width = width;
      this.height = height;
      this.imageBytes = Math.multiplyExact(width, height);
      this.imagesPerChunk = Math.max(1, Math.min(CHUNK_IMAGES, (1 << 30) / imageBytes));
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
        labels = Arrays.copyOf(labels, (int) Math.min(2L * size + 256, Integer.MAX_VALUE - 8));
      }
      labels[size++] = label;
    }

    ImageColumns build() {
      int used = size % imagesPerChunk;
      int last = chunks.size() - 1;
      if (used != 0 && chunks.get(last).length > used * imageBytes) {
        chunks.set(last, Arrays.copyOf(chunks.get(last), used * imageBytes));
      }
      ImageColumns columns = new ImageColumns(this);
      chunks = new ArrayList<>();
      labels = new byte[0];
      size = 0;
      expected = 0;
      return columns;
    }
  }
}
