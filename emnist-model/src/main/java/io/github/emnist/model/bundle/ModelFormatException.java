package io.github.emnist.model.bundle;

import io.github.emnist.data.MalformedDataException;
import java.io.IOException;

/**
 * A model that cannot be used: damaged, foreign, altered, or written by a newer version. The
 * message says where and what.
 */
public final class ModelFormatException extends IOException {
  private static final long serialVersionUID = 1;

  /** The file, and the place in it. */
  private final String where;

  private ModelFormatException(String message, String where, Throwable cause) {
    super(message, cause);
    this.where = where;
  }

  /**
   * Creates one for what is other than it should be.
   *
   * @param where the file, and the place in it
   * @param found what is there
   * @param expected what should be
   * @return to be thrown
   */
  public static ModelFormatException of(String where, String found, String expected) {
    return because(where, "found %s, expected %s".formatted(found, expected), null);
  }

  /**
   * Creates one for a problem that something else has put into words.
   *
   * @param where the file, and the place in it
   * @param problem what is wrong
   * @param cause what found it, or null
   * @return to be thrown
   */
  public static ModelFormatException because(String where, String problem, Throwable cause) {
    return new ModelFormatException(where + ": " + problem, where, cause);
  }

  /** For bytes that are not what their format says. */
  static ModelFormatException because(MalformedDataException e) {
    return new ModelFormatException(e.getMessage(), e.source() + ", byte " + e.offset(), e);
  }

  /**
   * {@return where the model is wrong: the file and, where there is one, the place in it, as in
   * {@code my-model/model.json, /labels/3}}
   */
  public String where() {
    return where;
  }
}
