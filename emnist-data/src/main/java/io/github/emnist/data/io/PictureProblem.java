package io.github.emnist.data.io;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Something in a folder of pictures that cannot be read as one.
 *
 * @param path the file or folder
 * @param reason what was found and what was expected
 */
public record PictureProblem(Path path, String reason) {
  /**
   * Checks that nothing is null.
   *
   * @param path the file or folder
   * @param reason what was found and what was expected
   */
  public PictureProblem {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(reason, "reason");
  }

  @Override
  public String toString() {
    return path + ": " + reason;
  }
}
