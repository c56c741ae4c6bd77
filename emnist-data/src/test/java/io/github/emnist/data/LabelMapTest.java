package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelMapTest {
  @Test
  void namesClassesInOrder() {
    LabelMap map = LabelMap.of(List.of("A", "cat"));

    assertThat(map.size()).isEqualTo(2);
    assertThat(map.label(0)).isEqualTo("A");
    assertThat(map.label(1)).isEqualTo("cat");
    assertThat(map.labels()).containsExactly("A", "cat");
    assertThat(map.indexOf("cat")).hasValue(1);
    assertThat(map.indexOf("a")).isEmpty();
  }

  @Test
  void onlySingleCharactersHaveACodePoint() {
    LabelMap map = LabelMap.of(List.of("A", "cat", "\uD83D\uDE00"));

    assertThat(map.codePoint(0)).hasValue('A');
    assertThat(map.codePoint(1)).isEmpty();
    assertThat(map.codePoint(2)).hasValue(0x1F600);
  }

  @Test
  void charactersOutsideTheBasicPlaneAreOneNameEach() {
    assertThat(LabelMap.ofCharacters("A\uD83D\uDE00").labels())
        .containsExactly("A", "\uD83D\uDE00");
  }

  @Test
  void laterChangesOfTheListDoNotShow() {
    List<String> names = new ArrayList<>(List.of("a", "b"));
    LabelMap map = LabelMap.of(names);
    names.set(0, "c");

    assertThat(map.labels()).containsExactly("a", "b");
  }

  @Test
  void hashIsThatOfTheNamesEachWithAZeroByte() {
    // printf 'A\0B\0C\0' | sha256sum, and the same of e-acute and "cat" in UTF-8
    assertThat(LabelMap.ofCharacters("ABC").sha256())
        .isEqualTo("58ff2e9091c6f11944c244873d6d1f512ffe83e4019c12bb96113923e3ff420f");
    assertThat(LabelMap.of(List.of("\u00e9", "cat")).sha256())
        .isEqualTo("49f062814385c032a1bfd0857038cafa456a916182e4bdd8e23844de2b82dcbf");
  }

  @Test
  void equalNamesAreEqualMaps() {
    assertThat(LabelMap.ofCharacters("AB"))
        .isEqualTo(LabelMap.of(List.of("A", "B")))
        .hasSameHashCodeAs(LabelMap.of(List.of("A", "B")))
        .isNotEqualTo(LabelMap.ofCharacters("BA"))
        .hasToString("LabelMap[A, B]");
  }

  @Test
  void holdsTwoHundredFiftySixNames() {
    assertThat(LabelMap.of(IntStream.range(0, 256).mapToObj(Integer::toString).toList()).size())
        .isEqualTo(256);
  }

  @Test
  void refusesTooManyNamesOrNone() {
    List<String> names = IntStream.range(0, 257).mapToObj(Integer::toString).toList();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.of(names))
        .withMessage("labels (257) must be between 1 and 256");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.of(List.of()))
        .withMessage("labels (0) must be between 1 and 256");
  }

  @Test
  void refusesEmptyAndRepeatedNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.of(List.of("a", "")))
        .withMessage("label 1 is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.ofCharacters("abca"))
        .withMessage("labels 0 and 3 are both \"a\"; each must be unique");
  }

  @Test
  void refusesLoneSurrogates() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.of(List.of("a", "b\uD83D")))
        .withMessage("label 1 holds U+D83D, half of a surrogate pair; expected whole characters");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LabelMap.ofCharacters("\uDE00a"))
        .withMessage("label 0 holds U+DE00, half of a surrogate pair; expected whole characters");
  }

  @Test
  void hasNoNameOutsideItsRange() {
    LabelMap map = LabelMap.ofCharacters("ab");

    assertThatThrownBy(() -> map.label(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> map.codePoint(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
