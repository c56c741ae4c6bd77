package io.github.emnist.data;

import static io.github.emnist.data.NumberedImages.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emnist.data.EmnistDataset.TrainValidation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedFoldsTest {
  private static final int[] CLASS_SIZES = {23, 10, 7, 1, 0};
  private static final int SIZE = 41;
  private static final int FOLDS = 4;

  private final EmnistDataset dataset = dataset();
  private final List<TrainValidation> folds = dataset.stratifiedFolds(FOLDS, 5);

  private static EmnistDataset dataset() {
    int[] labels =
        IntStream.range(0, CLASS_SIZES.length)
            .flatMap(label -> IntStream.generate(() -> label).limit(CLASS_SIZES[label]))
            .toArray();
    return NumberedImages.of(LabelMap.ofCharacters("abcde"), 0, labels).shuffle(9);
  }

  @Test
  void everyImageIsValidatedOnce() {
    int[] validated =
        folds.stream().flatMapToInt(fold -> IntStream.of(numbers(fold.validation()))).toArray();
    Arrays.sort(validated);

    assertThat(folds).hasSize(FOLDS);
    assertThat(validated).isEqualTo(IntStream.range(0, SIZE).toArray());
  }

  @Test
  void trainIsAllButTheValidationInOrder() {
    for (TrainValidation fold : folds) {
      List<Integer> validation = Arrays.stream(numbers(fold.validation())).boxed().toList();
      List<Integer> train = Arrays.stream(numbers(fold.train())).boxed().toList();
      List<Integer> all = Arrays.stream(numbers(dataset)).boxed().toList();

      assertThat(train).isEqualTo(all.stream().filter(i -> !validation.contains(i)).toList());
      assertThat(validation).isEqualTo(all.stream().filter(validation::contains).toList());
    }
  }

  @Test
  void classesAndSizesDifferByOneAtMost() {
    for (TrainValidation fold : folds) {
      int[] counts = fold.validation().classCounts();
      for (int label = 0; label < counts.length; label++) {
        assertThat(counts[label])
            .isBetween(CLASS_SIZES[label] / FOLDS, (CLASS_SIZES[label] + FOLDS - 1) / FOLDS);
      }
      assertThat(fold.validation().size()).isBetween(SIZE / FOLDS, SIZE / FOLDS + 1);
    }
  }

  @Test
  void foldsAreFixedByTheSeed() {
    int[] first = numbers(folds.get(0).validation());

    assertThat(numbers(dataset.stratifiedFolds(FOLDS, 5).get(0).validation())).isEqualTo(first);
    assertThat(numbers(dataset.stratifiedFolds(FOLDS, 6).get(0).validation())).isNotEqualTo(first);
  }

  @Test
  void foldsHaveNumbersOfTheirOwn() {
    EmnistDataset one = NumberedImages.of(LabelMap.ofCharacters("a"), 0, new int[64]);
    int[] order = Draw.permutation(64, Draw.FOLD.random(7, 0, 0));
    int[] dealt = IntStream.range(0, 64).filter(i -> i % 2 == 1).map(i -> order[i]).toArray();
    Arrays.sort(dealt);

    assertThat(numbers(one.stratifiedFolds(2, 7).get(1).validation())).isEqualTo(dealt);
    assertThat(numbers(one.stratifiedSplit(0.5, 7).validation())).isNotEqualTo(dealt);
  }

  @Test
  void asManyFoldsAsImagesLeaveOneOut() {
    for (TrainValidation fold : dataset.stratifiedFolds(SIZE, 1)) {
      assertThat(fold.validation().size()).isEqualTo(1);
      assertThat(fold.train().size()).isEqualTo(SIZE - 1);
    }
  }

  @Test
  void refusesCountsThatLeaveAPartEmpty() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.stratifiedFolds(1, 0))
        .withMessage("folds (1) must be at least 2 and at most the number of images (41)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.stratifiedFolds(42, 0))
        .withMessage("folds (42) must be at least 2 and at most the number of images (41)");
  }
}
