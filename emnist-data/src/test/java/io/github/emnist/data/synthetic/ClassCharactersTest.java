package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.synthetic.SyntheticEmnist.ClassCharacters;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ClassCharactersTest {
  private static String characters(EmnistSplit split, char name) {
    StringBuilder found = new StringBuilder();
    for (int percent = 0; percent < 100; percent++) {
      char character = ClassCharacters.choose(split, name, percent / 100.0);
      if (found.indexOf(Character.toString(character)) < 0) {
        found.append(character);
      }
    }
    return found.toString();
  }

  @Test
  void balancedMergesFifteenLettersWithTheirSmallForm() {
    StringBuilder merged = new StringBuilder();
    for (String label : EmnistSplit.BALANCED.labelMap().labels()) {
      String found = characters(EmnistSplit.BALANCED, label.charAt(0));
      assertThat(found).contains(label);
      if (found.length() == 2) {
        assertThat(found).isEqualTo(label.toLowerCase(Locale.ROOT) + label);
        merged.append(label);
      }
    }
    assertThat(merged).hasToString("CIJKLMOPSUVWXYZ");
  }

  @Test
  void lettersMergeBothCasesOfEveryLetter() {
    for (String label : EmnistSplit.LETTERS.labelMap().labels()) {
      assertThat(characters(EmnistSplit.LETTERS, label.charAt(0))).hasSize(2);
    }
  }

  @Test
  void byClassAndDigitsMergeNothing() {
    assertThat(characters(EmnistSplit.BYCLASS, 'C')).isEqualTo("C");
    assertThat(characters(EmnistSplit.BYCLASS, 'c')).isEqualTo("c");
    assertThat(characters(EmnistSplit.DIGITS, '0')).isEqualTo("0");
    assertThat(characters(EmnistSplit.MNIST, '9')).isEqualTo("9");
  }

  @Test
  void bothCasesAreAsFrequentAsInEmnist() {
    // The official ByClass test file holds 810 L and 2,535 l.
    assertThat(ClassCharacters.choose(EmnistSplit.BALANCED, 'L', 0.75)).isEqualTo('l');
    assertThat(ClassCharacters.choose(EmnistSplit.BALANCED, 'L', 0.77)).isEqualTo('L');
  }
}
