package io.github.emnist.augment;

/** A geometric transform backwards: from where a pixel goes to where it comes from. */
interface InverseMapping {
  /**
   * Maps every coordinate.
   *
   * @param onGrid whether each is still its own pixel's
   */
  void map(Planes planes, boolean onGrid);
}
