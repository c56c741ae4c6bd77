package io.github.emnist.data.io;

import java.io.IOException;

/** The same file twice in one place, so that nobody can tell which one is meant. */
public final class DuplicateFileException extends IOException {
  private static final long serialVersionUID = 1;

  /** Where the first one lies. */
  private final String first;

  /** Where the other one lies. */
  private final String second;

  DuplicateFileException(String location, String fileName, String first, String second) {
    super(
        "%s: found %s twice (%s and %s), expected it once"
            .formatted(location, fileName, first, second));
    this.first = first;
    this.second = second;
  }

  /**
   * Where the first one lies.
   *
   * @return a path, or an archive's path and the member's name
   */
  public String first() {
    return first;
  }

  /**
   * Where the other one lies.
   *
   * @return a path, or an archive's path and the member's name; the same as {@link #first} where an
   *     archive holds two members of one name
   */
  public String second() {
    return second;
  }
}
