package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.internal.CounterRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawTest {
  private static final int CLASS = 64;

  /** One class, so that every purpose orders the same images. */
  private final EmnistDataset dataset = oneClass();

  private static EmnistDataset oneClass() {
    EmnistDataset.Builder builder = EmnistDataset.builder(LabelMap.ofCharacters("a"), 1, 1);
    for (int i = 0; i < CLASS; i++) {
      builder.add(new byte[] {(byte) i}, 0, 0);
    }
    return builder.build();
  }

  @Test
  void purposesHaveIndependentNumbers() {
    Set<Long> first = new HashSet<>();
    for (Draw draw : Draw.values()) {
      first.add(draw.random(1, 2, 3).nextLong());
    }
    first.add(new CounterRandom(1, 2, 3).nextLong());

    assertThat(first).hasSize(Draw.values().length + 1);
  }

  /** A changed constant would change every recorded order. */
  @Test
  void constantsAreTheNamesInAscii() {
    assertStream(Draw.SHUFFLE, 0x73687566666C65L);
    assertStream(Draw.SPLIT, 0x73706C6974L);
    assertStream(Draw.FOLD, 0x666F6C64L);
    assertStream(Draw.CAP, 0x636170L);
    assertStream(Draw.EPOCH, 0x65706F6368L);
    assertStream(Draw.ROUND, 0x726F756E64L);
    assertStream(Draw.MIX, 0x6D6978L);
  }

  private static void assertStream(Draw draw, long constant) {
    assertThat(draw.random(42, 5, 6).nextLong())
        .isEqualTo(new CounterRandom(42 ^ constant, 5, 6).nextLong());
  }

  @Test
  void shuffleAndShuffledSamplerGiveOtherOrders() {
    EmnistDataset shuffled = dataset.shuffle(7);
    int[] order = IntStream.range(0, CLASS).map(i -> shuffled.image(i).pixel(0, 0)).toArray();

    assertThat(Sampler.shuffled(dataset).epoch(7, 0)).isNotEqualTo(order);
    assertThat(order).isEqualTo(Draw.permutation(CLASS, Draw.SHUFFLE.random(7, 0, 0)));
    assertThat(Sampler.shuffled(dataset).epoch(7, 3))
        .isEqualTo(Draw.permutation(CLASS, Draw.EPOCH.random(7, 3, 0)));
  }

  @Test
  void splitAndClassBalancedSamplerGiveOtherOrders() {
    int[] round = Draw.permutation(CLASS, Draw.ROUND.random(7, 0, 0));
    int[] mixed = round.clone();
    int[] places = Draw.permutation(CLASS, Draw.MIX.random(7, 0, 0));
    for (int i = 0; i < CLASS; i++) {
      mixed[i] = round[places[i]];
    }
    EmnistDataset part = dataset.stratifiedSplit(0.5, 7).validation();
    int[] cut = IntStream.range(0, part.size()).map(i -> part.image(i).pixel(0, 0)).toArray();

    assertThat(Sampler.classBalanced(dataset, CLASS).epoch(7, 0)).isEqualTo(mixed);
    assertThat(cut)
        .isEqualTo(
            IntStream.of(Draw.permutation(CLASS, Draw.SPLIT.random(7, 0, 0)))
                .limit(CLASS / 2)
                .sorted()
                .toArray());
    for (long first = 0; first < 2; first++) {
      assertThat(cut)
          .isNotEqualTo(
              IntStream.of(Draw.permutation(CLASS, Draw.ROUND.random(7, 0, first)))
                  .limit(CLASS / 2)
                  .sorted()
                  .toArray());
    }
  }
}
