package io.github.emnist.data.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset;
import io.github.emnist.data.EmnistSplit;
import io.github.emnist.data.Partition;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SyntheticEmnistTest {
  private static SyntheticEmnist small() {
    return SyntheticEmnist.balanced().withImagesPerClass(5, 3).withSeed(7);
  }

  @ParameterizedTest
  @EnumSource(EmnistSplit.class)
  void holdsEveryClassOfEverySplitEquallyOften(EmnistSplit split) {
    SyntheticEmnist source = SyntheticEmnist.of(split).withImagesPerClass(3, 2);

    assertThat(source.split()).isEqualTo(split);
    assertThat(source.partitions()).containsExactlyInAnyOrder(Partition.values());
    assertThat(source.train().classCounts()).containsOnly(3).hasSize(split.labelMap().size());
    assertThat(source.test().classCounts()).containsOnly(2);
    assertThat(source.train().labelMap()).isEqualTo(split.labelMap());
    assertThat(source.train().split()).contains(split);
    assertThat(source.train().width()).isEqualTo(28);
    assertThat(source.train().height()).isEqualTo(28);
  }

  @Test
  void hasThreeHundredAndSixtyImagesPerClassByDefault() {
    assertThat(SyntheticEmnist.balanced().identity())
        .isEqualTo("synthetic/1 split=balanced train=300 test=60 seed=0");
    assertThat(SyntheticEmnist.balanced().writers(Partition.TRAIN)).hasSize(47 * 300);
    assertThat(SyntheticEmnist.balanced().writers(Partition.TEST)).hasSize(47 * 60);
  }

  @Test
  void identityNamesAllThatDeterminesTheImages() {
    assertThat(small().identity()).isEqualTo("synthetic/1 split=balanced train=5 test=3 seed=7");
    assertThat(small())
        .hasToString("SyntheticEmnist[synthetic/1 split=balanced train=5 test=3 seed=7]");
  }

  @Test
  void contentIsFixedByTheVersion() {
    // A change of the drawing changes these: raise VERSION with them.
    assertThat(SyntheticEmnist.VERSION).isEqualTo(1);
    assertThat(small().train().contentSha256())
        .isEqualTo("069d6c6afd5e612f736e85087990e0b9d8dc887c1bf41daa68baf7ef8164b11a");
    assertThat(small().test().contentSha256())
        .isEqualTo("df7ab9c66fc36070588b1913ffb8b7f975fcae6dc00d8b5fbfcfdda945b52650");
  }

  @Test
  void contentDoesNotDependOnTheNumberOfThreads() throws Exception {
    SyntheticEmnist source = SyntheticEmnist.balanced().withImagesPerClass(20, 1);
    String expected = source.train().contentSha256();
    for (int threads : new int[] {1, 2, 7}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertThat(pool.submit(() -> source.train().contentSha256()).get())
            .as("%d threads", threads)
            .isEqualTo(expected);
      } finally {
        pool.shutdown();
      }
    }
  }

  @Test
  void aSmallerSetIsTheBeginningOfALargerOne() {
    // 94 images a class: more than one block.
    EmnistDataset large = small().withImagesPerClass(94, 1).train();

    assertThat(large.take(5 * 47).contentSha256()).isEqualTo(small().train().contentSha256());
  }

  @Test
  void anotherSeedGivesOtherImages() {
    assertThat(small().withSeed(8).train().contentSha256())
        .isNotEqualTo(small().train().contentSha256());
  }

  @Test
  void noTwoImagesAreEqual() {
    SyntheticEmnist source = SyntheticEmnist.balanced().withImagesPerClass(30, 30);
    EmnistDataset train = source.train();
    EmnistDataset test = source.test();

    assertThat(
            IntStream.range(0, 2 * train.size())
                .mapToObj(i -> i < train.size() ? train.image(i) : test.image(i - train.size()))
                .distinct())
        .hasSize(2 * train.size());
  }

  @Test
  void noWriterIsInBothPartitions() {
    int[] train = small().writers(Partition.TRAIN);
    int[] test = small().writers(Partition.TEST);

    assertThat(train).hasSize(5 * 47).doesNotContain(test);
    assertThat(test).hasSize(3 * 47);
    assertThat(Arrays.stream(train).distinct()).hasSize(3);
  }

  @Test
  void aWriterWritesEveryClassTwice() {
    int[] writers = small().withImagesPerClass(4, 1).writers(Partition.TRAIN);
    EmnistDataset train = small().withImagesPerClass(4, 1).train();

    assertThat(
            IntStream.range(0, train.size())
                .filter(i -> writers[i] == writers[0])
                .map(train::label)
                .sorted())
        .containsExactly(IntStream.range(0, 94).map(i -> i / 2).boxed().toArray(Integer[]::new));
  }

  @Test
  void refusesCountsThatNoPartitionCanHave() {
    assertThatThrownBy(() -> SyntheticEmnist.balanced().withImagesPerClass(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train images per class (0) must be between 1 and 45691141");
    assertThatThrownBy(() -> SyntheticEmnist.balanced().withImagesPerClass(1, 45_691_142))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("test images per class (45691142) must be between 1 and 45691141");
  }
}
