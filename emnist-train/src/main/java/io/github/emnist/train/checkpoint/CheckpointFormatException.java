package io.github.emnist.train.checkpoint;

import java.io.IOException;
import java.util.Locale;

/** A checkpoint that is damaged or of a newer version. The message names where, found, expected. */
public final class CheckpointFormatException extends IOException {
  private static final long serialVersionUID = 1;

  /** Whether it is whole, but of a version that this release does not know. */
  private final boolean newer;

  private CheckpointFormatException(
      String where, String found, String expected, boolean newer, Throwable cause) {
    super("%s: found %s, expected %s".formatted(where, found, expected), cause);
    this.newer = newer;
  }

  CheckpointFormatException(String where, String found, String expected, Throwable cause) {
    this(where, found, expected, false, cause);
  }

  CheckpointFormatException(String where, String found, String expected) {
    this(where, found, expected, false, null);
  }

  static CheckpointFormatException newer(String where, int found, int newest) {
    String expected =
        String.format(Locale.ROOT, "at most %d; a newer release of this library wrote it", newest);
    return new CheckpointFormatException(where, "version " + found, expected, true, null);
  }

  boolean isNewer() {
    return newer;
  }
}
