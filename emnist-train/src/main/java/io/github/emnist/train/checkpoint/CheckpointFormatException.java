package io.github.emnist.train.checkpoint;

import java.io.IOException;

/** A checkpoint that is damaged or of a newer version. The message names where, found, expected. */
public final class CheckpointFormatException extends IOException {
  private static final long serialVersionUID = 1;

  CheckpointFormatException(String where, String found, String expected, Throwable cause) {
    super("%s: found %s, expected %s".formatted(where, found, expected), cause);
  }

  CheckpointFormatException(String where, String found, String expected) {
    this(where, found, expected, null);
  }
}
