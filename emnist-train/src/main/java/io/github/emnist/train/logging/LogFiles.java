package io.github.emnist.train.logging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the logs have in common. */
final class LogFiles {
  private LogFiles() {}

  static void createFolderOf(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) { // none above a root, which is no file and is refused when it is written
      Files.createDirectories(folder);
    }
  }

  static UncheckedIOException cannotWrite(Path path, IOException cause) {
    return new UncheckedIOException(
        "cannot write training log " + path + ": " + cause.getMessage(), cause);
  }
}
