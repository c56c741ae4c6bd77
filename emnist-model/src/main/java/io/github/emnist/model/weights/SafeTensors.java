package io.github.emnist.model.weights;

import io.github.emnist.data.MalformedDataException;
import io.github.emnist.data.internal.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Hugging Face's safetensors format: 8 bytes with the length of the header (little-endian), a JSON
 * header with each array's type, shape and place, padded with spaces to a multiple of 8 bytes, and
 * the values, little-endian and row-major (github.com/huggingface/safetensors, README, "Format").
 *
 * <p>Writes float32; reads float32 and float16. The same weights always give the same bytes. What
 * is read is checked before anything is allocated from it, so that a hostile file costs no more
 * memory than it has bytes; values are taken as they are, NaN included.
 */
public final class SafeTensors {
  private SafeTensors() {}

  /**
   * Weights as a file's bytes.
   *
   * @param weights arrays in the order that the file will have
   * @return a whole safetensors file
   * @throws IllegalArgumentException if the file would have 2^31 or more bytes
   */
  public static byte[] encode(Weights weights) {
    return encode(weights, Map.of());
  }

  /**
   * Weights as a file's bytes, with texts about them.
   *
   * @param weights arrays in the order that the file will have
   * @param metadata the header's {@code __metadata__}, in the order of the map; left out if empty
   * @return a whole safetensors file
   * @throws IllegalArgumentException if the file would have 2^31 or more bytes
   */
  public static byte[] encode(Weights weights, Map<String, String> metadata) {
    byte[] header = SafeTensorsHeader.encode(weights, metadata);
    long size = Long.BYTES + (long) header.length;
    for (String name : weights.names()) {
      size += (long) weights.buffer(name).remaining() * Float.BYTES;
    }
    if (size > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "weights need a file of %,d bytes, at most %,d are possible",
              size,
              Integer.MAX_VALUE));
    }
    ByteBuffer file = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length).put(header);
    for (String name : weights.names()) {
      FloatBuffer values = weights.buffer(name);
      int length = values.remaining() * Float.BYTES;
      file.slice(file.position(), length)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .put(values);
      file.position(file.position() + length);
    }
    return file.array();
  }

  /**
   * Weights from a file's bytes.
   *
   * @param bytes a whole safetensors file
   * @param source what to call it in an error, usually its path
   * @return its arrays as float32, in the header's order
   * @throws MalformedDataException if the bytes are no such file, or hold arrays other than float32
   *     and float16
   */
  public static Weights decode(byte[] bytes, String source) throws MalformedDataException {
    List<SafeTensorsEntry> entries = SafeTensorsHeader.decode(bytes, source);
    Weights.Builder weights = Weights.builder();
    for (SafeTensorsEntry entry : entries) {
      ByteBuffer data =
          ByteBuffer.wrap(bytes, entry.begin(), entry.end() - entry.begin())
              .slice()
              .order(ByteOrder.LITTLE_ENDIAN);
      weights.put(entry.name(), entry.shape(), entry.type().values(data));
    }
    return weights.build();
  }

  /**
   * Writes weights to a file, whole or not at all.
   *
   * @param path the file, replaced if it is there
   * @param weights what to write
   * @throws IOException if it cannot be written
   */
  public static void write(Path path, Weights weights) throws IOException {
    AtomicFiles.write(path, encode(weights));
  }

  /**
   * Reads weights from a file.
   *
   * @param path a safetensors file
   * @return its arrays as float32, in the header's order
   * @throws MalformedDataException as {@link #decode}
   * @throws IOException if it cannot be read
   */
  public static Weights read(Path path) throws IOException {
    return decode(Files.readAllBytes(path), path.toString());
  }
}
