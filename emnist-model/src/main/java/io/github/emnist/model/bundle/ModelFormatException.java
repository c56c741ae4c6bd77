package io.github.emnist.model.bundle;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;

/** Thrown if a model is damaged, altered, of another format, or written by a newer version. */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1;

  /** The file, and the place in it. */
  private final String where;

  private ModelFormatException(String message, String where, Throwable cause) {
    super(message, cause);
    this.where = where;
  }

  /**
   * {@return an exception for something unexpected}
   *
   * @param where the file, and the place in it
   * @param found what was found
   * @param expected what was expected
   */
  public static ModelFormatException of(String where, String found, String expected) {
    return because(where, "found %s, expected %s".formatted(found, expected), null);
  }

  /**
   * {@return an exception for a problem}
   *
   * @param where the file, and the place in it
   * @param problem what is wrong
   * @param cause possibly null
   */
  public static ModelFormatException because(String where, String problem, Throwable cause) {
    return new ModelFormatException(where + ": " + problem, where, cause);
  }

  /** Creates an exception for malformed bytes. */
  static ModelFormatException because(MalformedDataException e) {
    return new ModelFormatException(e.getMessage(), e.source() + ", byte " + e.offset(), e);
  }

  /** {@return the file and the place in it, such as {@code my-model/model.json, /labels/3}} */
  public String where() {
    return where;
  }
}
