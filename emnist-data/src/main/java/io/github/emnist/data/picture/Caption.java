package io.github.emnist.data.picture;

/** What a {@link ContactSheet} writes below an image. */
public enum Caption {
  /** Nothing. A sheet without any text needs no font. */
  NONE,

  /** The class name; once a row where rows are classes. */
  LABEL,

  /** The class name and the position in the data set, for example {@code A 4711}. */
  LABEL_AND_INDEX
}
