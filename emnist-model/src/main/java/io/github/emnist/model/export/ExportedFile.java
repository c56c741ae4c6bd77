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

/** What all exports share, and what a single file of one does. */
final class ExportedFile {
  /** Who wrote it; an export with another producer is never overwritten. */
  static final String PRODUCER = "EMNIST for Java";

  /** Room for what is not weights in a protobuf message, which stays below 2^31 bytes. */
  private static final long MOST_WEIGHTS = Integer.MAX_VALUE - (64L << 20);

  private ExportedFile() {}

  /** What a file says of itself: the labels alone, as most tools want them, and all else. */
  static Map<String, String> metadata(ModelBundle model) {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("producer", PRODUCER);
    metadata.put("labels", JsonTree.text(model.metadata().labelMap().labels()));
    metadata.put("model", model.description());
    return metadata;
  }

  /** Refuses what a format of protobuf messages cannot hold. */
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
   * Writes it whole or not at all.
   *
   * @param from where in the content the bytes begin that tell this library's files from others
   * @param to where they end
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
