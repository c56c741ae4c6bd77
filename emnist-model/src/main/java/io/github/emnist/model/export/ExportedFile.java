package io.github.emnist.model.export;

import io.github.emnist.data.internal.AtomicFiles;
import io.github.emnist.data.internal.Messages;
import io.github.emnist.model.architecture.CnnArchitecture;
import io.github.emnist.model.bundle.ModelBundle;
import io.github.emnist.model.internal.JsonTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the exports that are single files, and holds what all exports share. */
final class ExportedFile {
  /**
   * The producer that ONNX and safetensors files name; a file with another one is never
   * overwritten.
   */
  static final String PRODUCER = "EMNIST for Java";

  /**
   * The most bytes of weights in a protobuf message, which must stay below 2^31 bytes; leaves 64
   * MiB for everything else.
   */
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - (64L << 20);

  private ExportedFile() {}

  /**
   * Returns the metadata of a file: the producer, the labels on their own, as most tools want them,
   * and the whole description.
   */
  static Map<String, String> metadata(ModelBundle model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("producer", PRODUCER);
    metadata.put("labels", JsonTree.text(model.metadata().labelMap().labels()));
    metadata.put("model", model.description());
    return metadata;
  }

  /** Checks that the weights fit into one protobuf message. */
  static void checkSize(String format, CnnArchitecture architecture) {
    long size = architecture.parameterCount() * Float.BYTES;
    if (size > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          Messages.format(
              "%s: the weights have %,d bytes, at most %,d are possible",
              format, size, MOST_WEIGHTS));
    }
  }

  /**
   * Writes the file, whole or not at all; replaces only an earlier export or an empty file.
   *
   * @param from the offset in the content of the bytes that identify this library's files
   * @param to the offset at which these bytes end
   */
  static void write(Path file, byte[] content, int from, int to) throws IOException {
    checkReplaceable(file, content, from, to);
    Files.createDirectories(file.toAbsolutePath().getParent());
    AtomicFiles.write(file, content);
  }

  private static void checkReplaceable(Path file, byte[] content, int from, int to)
      throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "found a folder, expected an earlier export or nothing");
    }
    if (Files.notExists(file) || Files.size(file) == 0) {
      return;
    }
    byte[] begin;
    try (InputStream in = Files.newInputStream(file)) {
      begin = in.readNBytes(to);
    }
    if (begin.length < to || !Arrays.equals(begin, from, to, content, from, to)) {
      throw new FileAlreadyExistsException(
          file.toString(),
          null,
          "found a file that is no such export of this library, expected one or nothing");
    }
  }
}
