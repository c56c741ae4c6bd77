package io.github.emnist.data;

import static io.github.emnist.data.NumberedImages.labels;
import static io.github.emnist.data.NumberedImages.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassSelectionTest {
  private static final LabelMap MAP = LabelMap.ofCharacters("abcd");
  private final EmnistDataset dataset = NumberedImages.of(MAP, 0, 0, 1, 2, 0, 1, 2, 0, 1, 0);

  @Test
  void filtersByNames() {
    EmnistDataset filtered = dataset.filterClasses("c", "b");

    assertThat(numbers(filtered)).containsExactly(1, 2, 4, 5, 7);
    assertThat(labels(filtered)).containsExactly(1, 2, 1, 2, 1);
    assertThat(filtered.labelMap()).isEqualTo(MAP);
    assertThat(dataset.filterClasses("d").size()).isZero();
    assertThat(dataset.filterClasses().size()).isZero();
  }

  @Test
  void filtersByPredicate() {
    assertThat(numbers(dataset.filterClasses(label -> label != 0))).containsExactly(1, 2, 4, 5, 7);
    assertThat(numbers(dataset.take(4).filterClasses(label -> label == 0))).containsExactly(0, 3);
  }

  @Test
  void asksThePredicateOnceForEachClass() {
    int[] asked = new int[MAP.size()];
    dataset.filterClasses(label -> asked[label]++ >= 0);

    assertThat(asked).containsExactly(1, 1, 1, 1);
  }

  @Test
  void refusesNamesThatAreNotThere() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.filterClasses("a", "A"))
        .withMessage("class \"A\" must be one of [a, b, c, d]");
  }

  @Test
  void capKeepsTheFirstOfEachClass() {
    assertThat(numbers(dataset.capPerClass(2))).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(numbers(dataset.shuffle(1).capPerClass(4)))
        .isEqualTo(numbers(dataset.shuffle(1))); // the largest class has 4
    assertThat(dataset.capPerClass(0).size()).isZero();
    assertThat(dataset.capPerClass(Integer.MAX_VALUE).size()).isEqualTo(9);
  }

  @Test
  void randomCapKeepsAsManyOfEachClassInOrder() {
    EmnistDataset capped = dataset.capPerClass(2, 3);

    assertThat(capped.classCounts()).containsExactly(2, 2, 2, 0);
    assertThat(numbers(capped)).isSorted();
    assertThat(numbers(dataset.capPerClass(2, 3))).isEqualTo(numbers(capped));
    assertThat(dataset.capPerClass(Integer.MAX_VALUE, 3).size()).isEqualTo(9);
  }

  @Test
  void randomCapKeepsAnyImageForSomeSeed() {
    Set<String> choices = new HashSet<>();
    for (int seed = 0; seed < 200; seed++) {
      choices.add(Arrays.toString(numbers(dataset.filterClasses("a").capPerClass(2, seed))));
    }

    assertThat(choices).hasSize(6); // two of four
  }

  @Test
  void randomCapHasNumbersOfItsOwn() {
    EmnistDataset one = NumberedImages.of(LabelMap.ofCharacters("a"), 0, new int[64]);
    int[] order = Draw.permutation(64, Draw.CAP.random(7, 0, 0));

    assertThat(numbers(one.capPerClass(20, 7)))
        .isEqualTo(IntStream.of(order).limit(20).sorted().toArray());
  }

  @Test
  void refusesNegativeCaps() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.capPerClass(-1))
        .withMessage("count (-1) must not be negative");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.capPerClass(-2, 1))
        .withMessage("count (-2) must not be negative");
  }
}
