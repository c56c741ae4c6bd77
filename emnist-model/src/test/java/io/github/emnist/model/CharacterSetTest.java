package io.github.emnist.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.LabelMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CharacterSetTest {
  private static String classes(CharacterSet set, LabelMap labelMap) {
    return set.classes(labelMap).stream().mapToObj(labelMap::label).collect(Collectors.joining());
  }

  private static String classes(CharacterSet set, EmnistSplit split) {
    return classes(set, split.labelMap());
  }

  @Test
  void classesOfTheirOwnAreTakenByName() {
    assertThat(classes(CharacterSet.digits(), EmnistSplit.BYCLASS)).isEqualTo("0123456789");
    assertThat(classes(CharacterSet.upperCase(), EmnistSplit.BYCLASS))
        .isEqualTo("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    assertThat(classes(CharacterSet.lowerCase(), EmnistSplit.BYCLASS))
        .isEqualTo("abcdefghijklmnopqrstuvwxyz");
    assertThat(classes(CharacterSet.of("Za1"), EmnistSplit.BYCLASS)).isEqualTo("1Za");
  }

  @Test
  void mergedClassesStandForBothCases() {
    assertThat(classes(CharacterSet.lowerCase(), EmnistSplit.BALANCED))
        .isEqualTo("CIJKLMOPSUVWXYZabdefghnqrt");
    assertThat(classes(CharacterSet.upperCase(), EmnistSplit.BYMERGE))
        .isEqualTo("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    assertThat(classes(CharacterSet.of("ac"), EmnistSplit.BALANCED)).isEqualTo("Ca");
    assertThat(classes(CharacterSet.of("ac"), EmnistSplit.LETTERS)).isEqualTo("AC");
  }

  @Test
  void settingsNameSets() {
    assertThat(CharacterSet.parse("digits")).isEqualTo(CharacterSet.digits());
    assertThat(CharacterSet.parse("Upper")).isEqualTo(CharacterSet.upperCase());
    assertThat(CharacterSet.parse("LOWER")).isEqualTo(CharacterSet.lowerCase());
    assertThat(CharacterSet.parse("digit")).isEqualTo(CharacterSet.of("digit"));
    assertThatThrownBy(() -> CharacterSet.parse("")).hasMessage("characters must not be empty");
  }

  @Test
  void setsAreJoined() {
    CharacterSet hexadecimal = CharacterSet.digits().or(CharacterSet.of("ABCDEF"));
    assertThat(classes(hexadecimal, EmnistSplit.BALANCED)).isEqualTo("0123456789ABCDEF");
    assertThat(hexadecimal)
        .hasToString("CharacterSet[0123456789, ABCDEF]")
        .isEqualTo(CharacterSet.digits().or(CharacterSet.of("ABCDEF")))
        .hasSameHashCodeAs(CharacterSet.digits().or(CharacterSet.of("ABCDEF")))
        .isNotEqualTo(CharacterSet.digits());
  }

  @Test
  void ofANamedSetWhatTheModelKnowsIsEnough() {
    assertThat(classes(CharacterSet.upperCase(), LabelMap.ofCharacters("xYZ"))).isEqualTo("YZ");
  }

  @Test
  void whatNoClassStandsForIsNamed() {
    LabelMap own = LabelMap.of(List.of("C", "one", "2"));
    assertUnknown(CharacterSet.of("2\u00C4"), own, "\"\u00C4\"");
    assertUnknown(CharacterSet.of("2c"), own, "\"c\"");
    assertUnknown(CharacterSet.of("o"), own, "\"o\"");
    assertUnknown(CharacterSet.lowerCase(), own, "a lower-case letter");
    LabelMap letters = LabelMap.ofCharacters("abc");
    assertUnknown(CharacterSet.digits(), letters, "a digit");
    assertUnknown(
        CharacterSet.of("a").or(CharacterSet.upperCase()), letters, "an upper-case letter");
  }

  private static void assertUnknown(CharacterSet set, LabelMap labelMap, String what) {
    assertThatThrownBy(() -> set.classes(labelMap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no class of the model stands for %s; it knows %s", what, labelMap.labels());
  }

  @Test
  void anEmptySetIsRefused() {
    assertThatThrownBy(() -> CharacterSet.of(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("characters must not be empty");
  }
}
