package io.github.emnist.data;

import io.github.emnist.data.internal.Messages;
import io.github.emnist.data.internal.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The names of the classes, in label order: label 0 is the first name. EMNIST's names are single
 * characters; others may be words. Immutable.
 */
public final class LabelMap {
  /** The most classes that a label of one byte can number. */
  public static final int MAX_SIZE = 256;

  private final List<String> labels;
  private final Map<String, Integer> indices;

  private LabelMap(List<String> labels) {
    this.labels = List.copyOf(labels);
    if (labels.isEmpty() || labels.size() > MAX_SIZE) {
      throw Messages.illegal("labels (%d) must be between 1 and %d", labels.size(), MAX_SIZE);
    }
    this.indices = new HashMap<>();
    for (int i = 0; i < this.labels.size(); i++) {
      String label = this.labels.get(i);
      if (label.isEmpty()) {
        throw Messages.illegal("label %d is empty", i);
      }
      checkWholeCharacters(i, label);
      Integer earlier = indices.putIfAbsent(label, i);
      if (earlier != null) {
        throw Messages.illegal(
            "labels %d and %d are both \"%s\"; each must be unique", earlier, i, label);
      }
    }
  }

  /**
   * Refuses lone surrogates, which have no UTF-8 form: a saved name would read back differently.
   */
  private static void checkWholeCharacters(int index, String label) {
    label
        .codePoints()
        .filter(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
        .findFirst()
        .ifPresent(
            c -> {
              throw Messages.illegal(
                  "label %d holds U+%04X, half of a surrogate pair; expected whole characters",
                  index, c);
            });
  }

  /**
   * {@return a label map with the given names}
   *
   * @param labels 1 to 256 unique, non-empty names of whole characters, in label order
   * @throws IllegalArgumentException if a name is empty, repeated or holds a lone surrogate, or
   *     there are none or too many
   */
  public static LabelMap of(List<String> labels) {
    return new LabelMap(labels);
  }

  /**
   * {@return a label map whose names are the characters of a string}
   *
   * @param characters for example {@code "0123456789"}; each code point is one name
   * @throws IllegalArgumentException if a character is repeated or a lone surrogate, or there are
   *     none or too many
   */
  public static LabelMap ofCharacters(String characters) {
    return new LabelMap(characters.codePoints().mapToObj(Character::toString).toList());
  }

  /** {@return the number of classes, 1 to 256} */
  public int size() {
    return labels.size();
  }

  /**
   * {@return the name of a class}
   *
   * @param index 0-based label
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public String label(int index) {
    return labels.get(index);
  }

  /** {@return all names in label order, an unmodifiable list} */
  public List<String> labels() {
    return labels;
  }

  /**
   * {@return the code point of a class, or empty where its name is not a single character}
   *
   * @param index 0-based label
   * @throws IndexOutOfBoundsException if {@code index} is not in [0, size)
   */
  public OptionalInt codePoint(int index) {
    String label = labels.get(index);
    return label.codePointCount(0, label.length()) == 1
        ? OptionalInt.of(label.codePointAt(0))
        : OptionalInt.empty();
  }

  /**
   * {@return the 0-based label of a name, or empty where no class has that name}
   *
   * @param label a class name, case-sensitive
   */
  public OptionalInt indexOf(String label) {
    Integer index = indices.get(label);
    return index == null ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /**
   * {@return the SHA-256 of the names in UTF-8, each followed by a zero byte, as 64 lower-case
   * hexadecimal digits}
   */
  public String sha256() {
    Sha256 sha = new Sha256();
    for (String label : labels) {
      sha.update(label.getBytes(StandardCharsets.UTF_8)).update(new byte[1]);
    }
    return sha.hex();
  }

  void check(int label) {
    if (label < 0 || label >= size()) {
      throw Messages.illegal("label (%d) must be in [0, %d)", label, size());
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelMap that && labels.equals(that.labels);
  }

  @Override
  public int hashCode() {
    return labels.hashCode();
  }

  @Override
  public String toString() {
    return "LabelMap" + labels;
  }
}
