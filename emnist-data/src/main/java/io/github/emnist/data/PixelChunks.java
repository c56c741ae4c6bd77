package io.github.emnist.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The pixels of images of one size, in arrays of at most 65,536 images, so that more than 2 GiB of
 * them fit. Image {@code p} lies in chunk {@code p / stride} at place {@code p % stride}; not every
 * chunk need be full, so not every position below the last is an image. No chunk ever leaves this
 * class and its builder. Immutable.
 */
final class PixelChunks {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** Images in a chunk: 51 MB of 28x28. */
  private static final int CHUNK_IMAGES = 1 << 16;

  private final int width;
  private final int height;
  private final int imageBytes;
  private final int stride;
  private final byte[][] chunks;

  /** The chunks are kept as they are: the caller must never change them again. */
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
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the images lie in %d blocks of up to %d; at most %d such blocks can be joined:"
                  + " copy the small ones into one data set",
              chunks.size(),
              stride,
              Integer.MAX_VALUE / stride));
    }
  }

  /** How many images a full chunk should have, so that it is an array of 2^30 bytes at most. */
  static int imagesPerChunk(int imageBytes) {
    return Math.max(1, Math.min(CHUNK_IMAGES, (1 << 30) / imageBytes));
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The number of chunks. */
  int count() {
    return chunks.length;
  }

  GrayImage image(int position) {
    return GrayImage.of(width, height, chunk(position), offset(position));
  }

  void copy(int position, byte[] target, int targetOffset) {
    System.arraycopy(chunk(position), offset(position), target, targetOffset, imageBytes);
  }

  boolean equal(int one, int other) {
    int from = offset(one);
    int otherFrom = offset(other);
    return Arrays.equals(
        chunk(one), from, from + imageBytes, chunk(other), otherFrom, otherFrom + imageBytes);
  }

  /** Equal images have equal hashes; others nearly always differ. For tables only. */
  long hash(int position) {
    byte[] chunk = chunk(position);
    int from = offset(position);
    int end = from + imageBytes;
    long hash = 0;
    int at = from;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      hash = (hash ^ (long) LONGS.get(chunk, at)) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    for (; at < end; at++) {
      hash = (hash ^ chunk[at]) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  private byte[] chunk(int position) {
    return chunks[position / stride];
  }

  /** At most 2^30: the builder's chunks hold no more bytes. */
  private int offset(int position) {
    return position % stride * imageBytes;
  }

  /** The chunks of several, and where the images of each have gone. */
  static final class Joined {
    private final Map<byte[], Integer> numbers = new IdentityHashMap<>();
    private final PixelChunks chunks;

    /** A chunk that several share is there once. */
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

    /** Of each position in a part, the position in the joined. */
    IntUnaryOperator positionsOf(PixelChunks part) {
      int[] starts = new int[part.chunks.length];
      Arrays.setAll(starts, i -> numbers.get(part.chunks[i]) * chunks.stride);
      return position -> starts[position / part.stride] + position % part.stride;
    }
  }
}
