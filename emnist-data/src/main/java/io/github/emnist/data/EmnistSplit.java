package io.github.emnist.data;

import java.util.Arrays;
import java.util.Optional;

/**
 * The six ways in which EMNIST groups its characters into classes.
 *
 * @see <a href="https://arxiv.org/abs/1702.05373">Cohen et al., EMNIST: an extension of MNIST to
 *     handwritten letters, table II</a>
 */
public enum EmnistSplit {
  /** 62 classes, all digits, upper-case and lower-case letters; unbalanced. */
  BYCLASS("byclass", Characters.DIGITS + Characters.UPPER + Characters.LOWER, 0),

  /** 47 classes: 15 letters whose two cases look alike are merged; unbalanced. */
  BYMERGE("bymerge", Characters.DIGITS + Characters.UPPER + Characters.MERGED_LOWER, 0),

  /** The 47 merged classes with the same number of images in each. */
  BALANCED("balanced", Characters.DIGITS + Characters.UPPER + Characters.MERGED_LOWER, 0),

  /**
   * 26 classes: each letter in either case, named by its upper case. The official test file is
   * sorted by class: shuffle it before you take a part.
   */
  LETTERS("letters", Characters.UPPER, 1),

  /** 10 classes: the digits, the same number of images in each. */
  DIGITS("digits", Characters.DIGITS, 0),

  /** 10 classes: the digits, in the numbers of images of the original MNIST. */
  MNIST("mnist", Characters.DIGITS, 0);

  private final String id;
  private final LabelMap labelMap;
  private final int firstFileLabel;

  EmnistSplit(String id, String characters, int firstFileLabel) {
    this.id = id;
    this.labelMap = LabelMap.ofCharacters(characters);
    this.firstFileLabel = firstFileLabel;
  }

  /** {@return the split's name in the official file names, for example {@code balanced}} */
  public String id() {
    return id;
  }

  /** {@return the class names, one character each, in label order} */
  public LabelMap labelMap() {
    return labelMap;
  }

  /**
   * {@return the value for the first class in the official label files: 1 for {@link #LETTERS},
   * else 0} This library's labels begin at 0 for every split.
   */
  public int firstFileLabel() {
    return firstFileLabel;
  }

  /**
   * {@return the split with an {@link #id()}, in either case, or empty}
   *
   * @param id for example {@code balanced}
   */
  public static Optional<EmnistSplit> fromId(String id) {
    return Arrays.stream(values()).filter(split -> split.id.equalsIgnoreCase(id)).findFirst();
  }

  private static final class Characters {
    static final String DIGITS = "0123456789";
    static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    static final String LOWER = "abcdefghijklmnopqrstuvwxyz";

    /** The lower-case letters that keep a class of their own. */
    static final String MERGED_LOWER = "abdefghnqrt";
  }
}
