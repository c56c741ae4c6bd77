package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmnistDatasetViewsTest {
  private static final int[] CLASS_SIZES = {100, 37, 2, 1, 0};
  private static final int SIZE = 140;

  /** Image i is 2x1 and contains i. */
  private final EmnistDataset dataset = numbered();

  private static EmnistDataset numbered() {
    EmnistDataset.Builder builder = EmnistDataset.builder(LabelMap.ofCharacters("abcde"), 2, 1);
    int[] left = CLASS_SIZES.clone();
    for (int i = 0, label = 0; i < SIZE; i++) {
      do {
        label = (label + 1) % left.length;
      } while (left[label] == 0);
      left[label]--;
      builder.add(new byte[] {(byte) i, (byte) (i >> 8)}, 0, label);
    }
    return builder.build();
  }

  private static int[] numbers(EmnistDataset dataset) {
    return IntStream.range(0, dataset.size())
        .map(i -> dataset.image(i).pixel(0, 0) | dataset.image(i).pixel(1, 0) << 8)
        .toArray();
  }

  @Test
  void subsetTakesTheWantedInTheOrderWanted() {
    EmnistDataset subset = dataset.subset(7, 3, 7);

    assertThat(numbers(subset)).containsExactly(7, 3, 7);
    assertThat(subset.label(1)).isEqualTo(dataset.label(3));
    assertThat(numbers(subset.subset(1))).containsExactly(3);
    assertThat(subset.labelMap()).isEqualTo(dataset.labelMap());
    assertThat(dataset.subset().size()).isZero();
  }

  @Test
  void subsetCopiesTheIndices() {
    int[] indices = {1, 2};
    EmnistDataset subset = dataset.subset(indices);
    indices[0] = 5;

    assertThat(numbers(subset)).containsExactly(1, 2);
  }

  @Test
  void subsetRefusesPositionsOutside() {
    assertThatThrownBy(() -> dataset.subset(SIZE)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> dataset.subset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void takeKeepsTheFirst() {
    assertThat(numbers(dataset.take(3))).containsExactly(0, 1, 2);
    assertThat(dataset.take(SIZE + 1).size()).isEqualTo(SIZE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.take(-1))
        .withMessage("count (-1) must not be negative");
  }

  @Test
  void shuffleHoldsEveryImageOnceInAnOrderFixedByTheSeed() {
    int[] shuffled = numbers(dataset.shuffle(1));

    assertThat(shuffled).isNotEqualTo(numbers(dataset));
    assertThat(numbers(dataset.shuffle(1))).isEqualTo(shuffled);
    assertThat(numbers(dataset.shuffle(2))).isNotEqualTo(shuffled);
    Arrays.sort(shuffled);
    assertThat(shuffled).isEqualTo(numbers(dataset));
  }

  @Test
  void shuffleKeepsLabelsWithTheirImages() {
    EmnistDataset shuffled = dataset.shuffle(3);
    int[] numbers = numbers(shuffled);

    for (int i = 0; i < SIZE; i++) {
      assertThat(shuffled.label(i)).isEqualTo(dataset.label(numbers[i]));
    }
  }

  @Test
  void stratifiedSplitCutsTheSameFractionOfEachClass() {
    EmnistDataset.TrainValidation split = dataset.stratifiedSplit(0.1, 5);

    // 10 of 100, 3.7 of 37, at least one of 2, none of 1 and of none.
    assertThat(split.validation().classCounts()).containsExactly(10, 4, 1, 0, 0);
    assertThat(split.train().classCounts()).containsExactly(90, 33, 1, 1, 0);
  }

  @Test
  void stratifiedSplitLeavesOneOfEachClassEvenOfALargeFraction() {
    EmnistDataset.TrainValidation split = dataset.stratifiedSplit(0.999, 5);

    assertThat(split.train().classCounts()).containsExactly(1, 1, 1, 1, 0);
  }

  @Test
  void stratifiedSplitPutsEachImageInOnePartInOrder() {
    EmnistDataset.TrainValidation split = dataset.stratifiedSplit(0.3, 5);
    int[] remainder = numbers(split.train());
    int[] part = numbers(split.validation());

    assertThat(remainder).isSorted();
    assertThat(part).isSorted();
    Set<Integer> all = new HashSet<>();
    Arrays.stream(remainder).forEach(all::add);
    Arrays.stream(part).forEach(all::add);
    assertThat(all).hasSize(SIZE).hasSize(remainder.length + part.length);
  }

  @Test
  void stratifiedSplitIsFixedByTheSeed() {
    int[] part = numbers(dataset.stratifiedSplit(0.3, 5).validation());

    assertThat(numbers(dataset.stratifiedSplit(0.3, 5).validation())).isEqualTo(part);
    assertThat(numbers(dataset.stratifiedSplit(0.3, 6).validation())).isNotEqualTo(part);
  }

  @Test
  void stratifiedSplitRefusesFractionsThatLeaveAPartEmpty() {
    for (double fraction : new double[] {0, 1, -0.1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dataset.stratifiedSplit(fraction, 1))
          .withMessage("fraction (%s) must be in (0.0, 1.0)".formatted(fraction));
    }
  }

  @Test
  void aViewOfAViewReachesThePixelsDirectly() {
    EmnistDataset view =
        dataset.shuffle(1).take(50).filterClasses("a").stratifiedSplit(0.5, 1).validation();

    assertThat(view.columns().chunks()).isSameAs(dataset.columns().chunks());
    for (int i = 0; i < view.size(); i++) {
      assertThat(view.columns().position(i)).isEqualTo(numbers(view)[i]);
    }
  }

  @Test
  void viewsCopyNoPixels() {
    int count = 20_000;
    EmnistDataset.Builder builder = EmnistDataset.builder(LabelMap.ofCharacters("ab"), 28, 28);
    byte[] pixels = new byte[784];
    for (int i = 0; i < count; i++) {
      builder.add(pixels, 0, i % 2);
    }
    EmnistDataset large = builder.build();

    long pixelBytes = count * 784L;
    assertThat(allocatedBy(() -> large.take(count))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.shuffle(1))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.stratifiedSplit(0.5, 1))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.stratifiedFolds(3, 1))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.filterClasses("a"))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.capPerClass(9_000, 1))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.concat(large))).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(large::deduplicate)).isLessThan(pixelBytes / 10);
    assertThat(allocatedBy(() -> large.relabel(large.labelMap(), 1, 0)))
        .isLessThan(pixelBytes / 10);
  }

  private static long allocatedBy(Supplier<Object> view) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    view.get(); // loads the classes
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(view.get()).isNotNull();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
