package io.github.emnist.model.export;

import io.github.emnist.data.internal.AtomicFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A single file of an export. */
final class ExportedFile {
  private ExportedFile() {}

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
