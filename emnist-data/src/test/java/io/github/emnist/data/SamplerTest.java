package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  /** 50 images of a, 5 of b, 1 of c, none of d. */
  private final EmnistDataset dataset = dataset(50, 5, 1, 0);

  private static EmnistDataset dataset(int... classSizes) {
    EmnistDataset.Builder builder = EmnistDataset.builder(LabelMap.ofCharacters("abcd"), 1, 1);
    for (int label = 0; label < classSizes.length; label++) {
      for (int i = 0; i < classSizes[label]; i++) {
        builder.add(new byte[1], 0, label);
      }
    }
    return builder.build();
  }

  @Test
  void shuffledVisitsEveryImageOnce() {
    Sampler sampler = Sampler.shuffled(dataset);
    int[] epoch = sampler.epoch(1, 0);

    assertThat(sampler.epochSize()).isEqualTo(56).isEqualTo(epoch.length);
    assertThat(epoch).isNotEqualTo(IntStream.range(0, 56).toArray());
    Arrays.sort(epoch);
    assertThat(epoch).isEqualTo(IntStream.range(0, 56).toArray());
  }

  @Test
  void ordersAreFixedBySeedAndEpoch() {
    for (Sampler sampler :
        new Sampler[] {Sampler.shuffled(dataset), Sampler.classBalanced(dataset, 7)}) {
      int[] third = sampler.epoch(9, 3);

      assertThat(sampler.epoch(9, 3)).isEqualTo(third);
      assertThat(sampler.epoch(9, 4)).isNotEqualTo(third);
      assertThat(sampler.epoch(10, 3)).isNotEqualTo(third);
    }
  }

  @Test
  void classBalancedVisitsEachClassThatHasImagesEquallyOften() {
    Sampler sampler = Sampler.classBalanced(dataset, 7);
    int[] epoch = sampler.epoch(1, 2);

    assertThat(sampler.epochSize()).isEqualTo(3 * 7).isEqualTo(epoch.length);
    assertThat(dataset.subset(epoch).classCounts()).containsExactly(7, 7, 7, 0);
  }

  @Test
  void classBalancedMixesTheClasses() {
    int[] labels =
        Arrays.stream(Sampler.classBalanced(dataset, 7).epoch(1, 0)).map(dataset::label).toArray();

    assertThat(labels).isNotEqualTo(IntStream.of(labels).sorted().toArray());
  }

  @Test
  void classBalancedVisitsAllOfAClassBeforeOneAgainAcrossEpochs() {
    Sampler sampler = Sampler.classBalanced(dataset, 3);
    int[] visits = new int[dataset.size()];
    for (int epoch = 0; epoch < 60; epoch++) {
      for (int position : sampler.epoch(4, epoch)) {
        visits[position]++;
      }
      int draws = 3 * (epoch + 1);
      for (int position = 0; position < visits.length; position++) {
        int members = dataset.classCounts()[dataset.label(position)];
        assertThat(visits[position]).isBetween(draws / members, (draws + members - 1) / members);
      }
    }
  }

  @Test
  void classBalancedRowsAreShuffledAnewInEachRound() {
    Sampler sampler = Sampler.classBalanced(dataset(0, 8), 8); // an epoch is one round
    int[][] orders = new int[20][];
    Arrays.setAll(orders, epoch -> sampler.epoch(4, epoch));

    assertThat(Arrays.stream(orders).map(Arrays::toString).distinct()).hasSize(20);
  }

  @Test
  void refusesEmptyDataSets() {
    EmnistDataset empty = dataset.take(0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.shuffled(empty))
        .withMessage("the data set is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.classBalanced(empty, 1))
        .withMessage("the data set is empty");
  }

  @Test
  void refusesEpochsWithoutDraws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.classBalanced(dataset, 0))
        .withMessage("perClass (0) must be positive");
  }

  @Test
  void refusesEpochsOfMoreDrawsThanAnIntCounts() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.classBalanced(dataset, 715_827_880))
        .withMessage(
            "perClass (715827880) must be at most 715827879: an epoch of 3 classes has at most"
                + " 2147483639 draws");
    assertThat(Sampler.classBalanced(dataset, 715_827_879).epochSize()).isEqualTo(2_147_483_637);
  }

  @Test
  void mixedSharesEachClassByWeightAmongTheDataSetsThatHaveIt() {
    EmnistDataset strokes = dataset(4, 0, 3, 0);
    Sampler sampler = Sampler.mixed(List.of(part(dataset, 3), part(strokes, 1)), 8);
    int[] epoch = sampler.epoch(1, 0);
    int[] own = IntStream.of(epoch).filter(position -> position < 56).toArray();
    int[] other = IntStream.of(epoch).filter(position -> position >= 56).map(p -> p - 56).toArray();

    assertThat(sampler.epochSize()).isEqualTo(24).isEqualTo(epoch.length);
    assertThat(dataset.subset(own).classCounts()).containsExactly(6, 8, 6, 0);
    assertThat(strokes.subset(other).classCounts()).containsExactly(2, 0, 2, 0);
    assertThat(sampler.epoch(1, 0)).isEqualTo(epoch);
    assertThat(sampler.epoch(1, 1)).isNotEqualTo(epoch);
  }

  @Test
  void mixedOfOneIsClassBalanced() {
    assertThat(Sampler.mixed(List.of(part(dataset, 0.5)), 7).epoch(3, 2))
        .isEqualTo(Sampler.classBalanced(dataset, 7).epoch(3, 2));
  }

  @Test
  void mixedWithoutClassesVisitsAllOfADataSetBeforeOneAgain() {
    EmnistDataset strokes = dataset(4, 0, 3, 0);
    Sampler sampler = Sampler.mixed(List.of(part(dataset, 1), part(strokes, 1)), 0);
    int[] visits = new int[63];
    for (int epoch = 0; epoch < 4; epoch++) {
      for (int position : sampler.epoch(4, epoch)) {
        visits[position]++;
      }
    }

    assertThat(sampler.epochSize()).isEqualTo(63);
    assertThat(Arrays.copyOf(visits, 56)).containsOnly(2, 3); // 32 draws an epoch
    assertThat(Arrays.copyOfRange(visits, 56, 63)).containsOnly(17, 18); // 31 draws
  }

  @Test
  void aPartDrawnAsFoundKeepsItsClassesAndItsShare() {
    EmnistDataset strokes = dataset(9, 0, 3, 0);
    Sampler sampler =
        Sampler.mixed(List.of(part(dataset, 1), new Sampler.Part(strokes, 1, true)), 8);
    int[] counts = new int[4];
    int own = 0;
    for (int epoch = 0; epoch < 12; epoch++) {
      for (int position : sampler.epoch(1, epoch)) {
        own += position < 56 ? 1 : 0;
        counts[strokes.label(Math.max(0, position - 56))] += position < 56 ? 0 : 1;
      }
    }

    assertThat(sampler.epochSize()).isEqualTo(24);
    assertThat(own).isEqualTo(12 * 12);
    assertThat(counts).containsExactly(12 * 9, 0, 12 * 3, 0);
  }

  @Test
  void partsAllDrawnAsFoundShareTheSameDraws() {
    Sampler.Part found = new Sampler.Part(dataset(9, 0, 3, 0), 1, true);

    assertThat(Sampler.mixed(List.of(found, found), 8).epochSize()).isEqualTo(16);
    assertThat(Sampler.mixed(List.of(found, part(dataset.take(0), 1)), 8).epochSize())
        .isEqualTo(16);
  }

  private static Sampler.Part part(EmnistDataset dataset, double weight) {
    return new Sampler.Part(dataset, weight, false);
  }

  @Test
  void mixedRefusesWhatCannotBeShared() {
    for (double weight : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> part(dataset, weight))
          .withMessage("weight (" + weight + ") must be a positive number");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.mixed(List.of(part(dataset.take(0), 1)), 1))
        .withMessage("the data set is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sampler.mixed(List.of(part(dataset, 1)), -1))
        .withMessage("perClass (-1) must not be negative");
  }
}
