package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmnistSplitTest {
  /** ASCII codes as the official mapping files list them, ranges written out. */
  private static final String MERGED =
      "0 1 2 3 4 5 6 7 8 9 A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b d e f g h n q r t";

  @Test
  void balancedAndByMergeKeepElevenLowerCaseLetters() {
    assertThat(EmnistSplit.BALANCED.labelMap().labels()).containsExactly(MERGED.split(" "));
    assertThat(EmnistSplit.BYMERGE.labelMap()).isEqualTo(EmnistSplit.BALANCED.labelMap());
  }

  @Test
  void byClassHasDigitsThenUpperThenLowerCase() {
    LabelMap map = EmnistSplit.BYCLASS.labelMap();

    assertThat(map.size()).isEqualTo(62);
    for (int i = 0; i < 62; i++) {
      int code = i < 10 ? 48 + i : i < 36 ? 65 + i - 10 : 97 + i - 36;
      assertThat(map.codePoint(i)).hasValue(code);
    }
  }

  @Test
  void lettersAreNamedByTheirUpperCaseAndFiledFromOne() {
    LabelMap map = EmnistSplit.LETTERS.labelMap();

    assertThat(map.size()).isEqualTo(26);
    assertThat(map.label(0)).isEqualTo("A");
    assertThat(map.label(25)).isEqualTo("Z");
    assertThat(Arrays.stream(EmnistSplit.values()).filter(split -> split.firstFileLabel() != 0))
        .containsExactly(EmnistSplit.LETTERS);
    assertThat(EmnistSplit.LETTERS.firstFileLabel()).isEqualTo(1);
  }

  @Test
  void digitsAndMnistAreTheTenDigits() {
    assertThat(EmnistSplit.DIGITS.labelMap().labels())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(EmnistSplit.MNIST.labelMap()).isEqualTo(EmnistSplit.DIGITS.labelMap());
  }

  @Test
  void idsAreThoseOfTheOfficialFileNames() {
    assertThat(Arrays.stream(EmnistSplit.values()).map(EmnistSplit::id))
        .containsExactly("byclass", "bymerge", "balanced", "letters", "digits", "mnist");
    assertThat(Map.of("train", Partition.TRAIN, "test", Partition.TEST))
        .allSatisfy((id, partition) -> assertThat(partition.id()).isEqualTo(id));
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByItsIdInEitherCase(EmnistSplit split) {
    assertThat(EmnistSplit.fromId(split.id())).contains(split);
    assertThat(EmnistSplit.fromId(split.name())).contains(split);
  }

  @Test
  void isNotFoundByAnotherName() {
    assertThat(EmnistSplit.fromId("fashion")).isEmpty();
  }
}
