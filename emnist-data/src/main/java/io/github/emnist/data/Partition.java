package io.github.emnist.data;

/** The two parts in which each split is published. */
public enum Partition {
  /** The images for training. */
  TRAIN("train"),

  /** The images for the final evaluation; never used to choose a model. */
  TEST("test");

  private final String id;

  Partition(String id) {
    this.id = id;
  }

  /** {@return the partition's name in the official file names, {@code train} or {@code test}} */
  public String id() {
    return id;
  }
}
