package io.github.emnist.data.download;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.internal.CounterRandom;
import io.github.emnist.data.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Files of noise in EMNIST's format; noise does not shrink, so that lengths are known. */
final class TinyEmnist {
  private static final int PIXELS = 28 * 28;

  private TinyEmnist() {}

  /** A split's four gzip files, in the order in which they are fetched. */
  static Map<String, byte[]> gzip(EmnistSplit split, int trainImages, int testImages) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    plain(split, trainImages, testImages).forEach((name, b) -> files.put(name + ".gz", pack(b)));
    return files;
  }

  static Map<String, byte[]> plain(EmnistSplit split, int trainImages, int testImages) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    put(files, split, "train", trainImages);
    put(files, split, "test", testImages);
    return files;
  }

  private static void put(
      Map<String, byte[]> files, EmnistSplit split, String partition, int images) {
    CounterRandom random = new CounterRandom(7, split.ordinal(), images);
    byte[] pixels = new byte[images * PIXELS];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextLong();
    }
    byte[] labels = new byte[images];
    for (int i = 0; i < images; i++) {
      labels[i] = (byte) (split.firstFileLabel() + i % split.labelMap().size());
    }
    String name = "emnist-" + split.id() + "-" + partition;
    ByteBuffer idx3 = ByteBuffer.allocate(16 + pixels.length);
    idx3.putInt(0x803).putInt(images).putInt(28).putInt(28).put(pixels);
    ByteBuffer idx1 = ByteBuffer.allocate(8 + images).putInt(0x801).putInt(images).put(labels);
    files.put(name + "-images-idx3-ubyte", idx3.array());
    files.put(name + "-labels-idx1-ubyte", idx1.array());
  }

  private static byte[] pack(byte[] bytes) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Checksums checksums(Map<String, byte[]> files) {
    Map<String, Checksums.Expected> expected = new LinkedHashMap<>();
    files.forEach(
        (name, bytes) ->
            expected.put(name, new Checksums.Expected(bytes.length, Sha256.of(bytes))));
    return Checksums.of(expected);
  }

  static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
