package io.github.emnist.data.synthetic;

import io.github.emnist.data.EmnistSplit;

/**
 * The characters that a class of a split is made of: both cases of a letter whose small form has no
 * class of its own.
 */
final class ClassCharacters {
  /**
   * Small letters' share of both cases, A to Z, in hundredths: counted in the official ByClass test
   * file.
   */
  private static final int[] SMALL_SHARE = {
    61, 57, 20, 68, 83, 22, 57, 74, 17, 34, 55, 76, 24, 58, 10, 21, 55, 74, 11, 65, 19, 37, 37, 52,
    32, 49
  };

  private ClassCharacters() {}

  /**
   * Chooses one of a class' characters.
   *
   * @param name of the class, one character
   * @param draw uniform in [0, 1)
   * @return {@code name} itself, or the small letter that is merged with it, as often as in EMNIST
   */
  static char choose(EmnistSplit split, char name, double draw) {
    if (!Character.isUpperCase(name)) {
      return name;
    }
    char small = Character.toLowerCase(name);
    boolean merged = split.labelMap().indexOf(Character.toString(small)).isEmpty();
    return merged && draw * 100 < SMALL_SHARE[name - 'A'] ? small : name;
  }
}
