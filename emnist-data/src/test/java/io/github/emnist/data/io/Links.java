package io.github.emnist.data.io;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Symbolic links, for which some systems require privileges; tests without them are skipped with a
 * message.
 */
final class Links {
  private Links() {}

  static Path symbolic(Path link, Path target) throws IOException {
    try {
      return Files.createSymbolicLink(link, target);
    } catch (UnsupportedOperationException | FileSystemException e) {
      return abort("no symbolic links here: " + e);
    }
  }
}
