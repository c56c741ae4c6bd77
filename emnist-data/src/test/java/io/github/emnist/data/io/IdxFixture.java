package io.github.emnist.data.io;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Small IDX files, put together byte by byte. */
final class IdxFixture {
  static final String TRAIN_IMAGES = "emnist-digits-train-images-idx3-ubyte";
  static final String TRAIN_LABELS = "emnist-digits-train-labels-idx1-ubyte";

  private IdxFixture() {}

  /** A header of any numbers, and nothing after it. */
  static byte[] header(int magic, int... dimensions) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dimensions.length).putInt(magic);
    for (int dimension : dimensions) {
      bytes.putInt(dimension);
    }
    return bytes.array();
  }

  /** Images whose bytes, header left out, are 0, 7, 14 and so on. */
  static byte[] images(int count, int rows, int columns) {
    byte[] pixels = new byte[count * rows * columns];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (7 * i);
    }
    return concat(header(0x803, count, rows, columns), pixels);
  }

  static byte[] labels(int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return concat(header(0x801, labels.length), bytes);
  }

  static byte[] concat(byte[] first, byte... second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  /** Writes the train partition of Digits: two images of 4x4 labelled 3 and 9. */
  static void writeTrain(Path folder) throws IOException {
    Files.write(folder.resolve(TRAIN_IMAGES), images(2, 4, 4));
    Files.write(folder.resolve(TRAIN_LABELS), labels(3, 9));
  }
}
