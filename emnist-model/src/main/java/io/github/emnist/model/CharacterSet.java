package io.github.emnist.model;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import io.github.emnist.data.internal.Messages;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A set of characters that restricts predictions, for example to digits in a field for a post code.
 * Immutable.
 *
 * <pre>{@code
 * CharacterSet plate = CharacterSet.digits().or(CharacterSet.upperCase());
 * }</pre>
 *
 * <p>EMNIST Balanced, ByMerge and Letters have classes in which both cases of a letter are merged,
 * for example {@code C} for C and c. Such a class belongs to a set with either letter and keeps its
 * name: restricted to lower case, a Balanced model predicts {@code C} for a c. Classes with names
 * of several characters belong to no set.
 */
public final class CharacterSet {
  private final List<Part> parts;

  private CharacterSet(List<Part> parts) {
    this.parts = List.copyOf(parts);
  }

  /** Characters of which a model must know all, or at least one. */
  private record Part(String name, String characters, boolean all) {
    /** Returns the classes of these characters. */
    BitSet classes(LabelMap labelMap) {
      BitSet classes = new BitSet();
      characters
          .codePoints()
          .forEach(
              character -> {
                OptionalInt index = classOf(character, labelMap);
                if (index.isPresent()) {
                  classes.set(index.getAsInt());
                } else if (all) {
                  throw unknown("\"" + Character.toString(character) + "\"", labelMap);
                }
              });
      if (classes.isEmpty()) {
        throw unknown(name, labelMap);
      }
      return classes;
    }

    private static OptionalInt classOf(int character, LabelMap labelMap) {
      OptionalInt own = labelMap.indexOf(Character.toString(character));
      return own.isEmpty() && mergesCases(labelMap)
          ? labelMap.indexOf(Character.toString(Character.toUpperCase(character)))
          : own;
    }

    private static boolean mergesCases(LabelMap labelMap) {
      return labelMap.equals(EmnistSplit.BALANCED.labelMap())
          || labelMap.equals(EmnistSplit.LETTERS.labelMap());
    }

    private static IllegalArgumentException unknown(String what, LabelMap labelMap) {
      return Messages.illegal(
          "no class of the model stands for %s; it knows %s", what, labelMap.labels());
    }
  }

  /** {@return the set of the digits 0 to 9, of which a model must know at least one} */
  public static CharacterSet digits() {
    return new CharacterSet(List.of(new Part("a digit", "0123456789", false)));
  }

  /** {@return the set of the letters A to Z, of which a model must know at least one} */
  public static CharacterSet upperCase() {
    String letters = EmnistSplit.LETTERS.labelMap().labels().stream().reduce("", String::concat);
    return new CharacterSet(List.of(new Part("an upper-case letter", letters, false)));
  }

  /**
   * {@return the set of the letters a to z, of which a model must know at least one, merged or not}
   */
  public static CharacterSet lowerCase() {
    String letters =
        EmnistSplit.LETTERS.labelMap().labels().stream()
            .reduce("", String::concat)
            .toLowerCase(Locale.ROOT);
    return new CharacterSet(List.of(new Part("a lower-case letter", letters, false)));
  }

  /**
   * {@return the set of the given characters}
   *
   * @param characters each code point is one; a model must know all of them
   * @throws IllegalArgumentException if there are none
   */
  public static CharacterSet of(String characters) {
    if (characters.isEmpty()) {
      throw new IllegalArgumentException("characters must not be empty");
    }
    return new CharacterSet(List.of(new Part("\"" + characters + "\"", characters, true)));
  }

  /**
   * {@return the set that a setting names: {@code digits}, {@code upper} or {@code lower}, in any
   * case, or else the characters themselves, as {@link #of(String)}}
   *
   * @param text the setting
   * @throws IllegalArgumentException if it is empty
   */
  public static CharacterSet parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "digits" -> digits();
      case "upper" -> upperCase();
      case "lower" -> lowerCase();
      default -> of(text);
    };
  }

  /**
   * {@return the union of this set and another}
   *
   * @param other the other set
   */
  public CharacterSet or(CharacterSet other) {
    List<Part> both = new ArrayList<>(parts);
    both.addAll(other.parts);
    return new CharacterSet(both);
  }

  /**
   * Returns the classes of this set.
   *
   * @throws IllegalArgumentException if the model does not know a required character
   */
  BitSet classes(LabelMap labelMap) {
    BitSet classes = new BitSet();
    parts.forEach(part -> classes.or(part.classes(labelMap)));
    return classes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CharacterSet that && parts.equals(that.parts);
  }

  @Override
  public int hashCode() {
    return Objects.hash(parts);
  }

  /** For example {@code CharacterSet[0123456789, AB]}. */
  @Override
  public String toString() {
    return "CharacterSet" + parts.stream().map(Part::characters).toList();
  }
}
