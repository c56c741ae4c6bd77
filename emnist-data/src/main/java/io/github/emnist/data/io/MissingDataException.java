package io.github.emnist.data.io;

import java.io.IOException;

/** Files that are not where they were looked for. The message names where, found and expected. */
public final class MissingDataException extends IOException {
  private static final long serialVersionUID = 1;

  /** Where it was looked. */
  private final String location;

  MissingDataException(String location, String found, String expected) {
    super("%s: found %s, expected %s".formatted(location, found, expected));
    this.location = location;
  }

  /**
   * Where the files were looked for.
   *
   * @return usually a folder's path
   */
  public String location() {
    return location;
  }
}
