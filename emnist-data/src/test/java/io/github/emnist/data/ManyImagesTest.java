package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.EmnistDataset.Deduplication;
import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More than 2^31 pixels in one data set, by sharing: 1,000 images of 28x28, 2,740 times. */
class ManyImagesTest {
  private static final int BASE = 1000;
  private static final int TIMES = 2740;
  private static final int COUNT = BASE * TIMES;
  private static final int IMAGE = 784;

  private static final EmnistDataset BASE_SET = base();
  private static final EmnistDataset MANY = many();

  private static EmnistDataset base() {
    CounterRandom random = new CounterRandom(1, 2, 3);
    EmnistDataset.Builder builder =
        EmnistDataset.builder(EmnistSplit.BYCLASS.labelMap(), 28, 28).split(EmnistSplit.BYCLASS);
    byte[] pixels = new byte[IMAGE];
    for (int i = 0; i < BASE; i++) {
      random.nextBytes(pixels);
      builder.add(pixels, 0, i % 62);
    }
    return builder.build();
  }

  private static EmnistDataset many() {
    EmnistDataset[] others = new EmnistDataset[TIMES - 1];
    Arrays.fill(others, BASE_SET);
    return BASE_SET.concat(others);
  }

  @Test
  void holdsMorePixelsThanAnIntCounts() {
    assertThat((long) MANY.size() * IMAGE).isGreaterThan(1L << 31);
    assertThat(MANY.size()).isEqualTo(COUNT);
    assertThat(MANY.split()).contains(EmnistSplit.BYCLASS);
    for (int index : new int[] {0, 999, 1000, 1_369_568, COUNT - 1}) {
      assertThat(MANY.image(index)).isEqualTo(BASE_SET.image(index % BASE));
      assertThat(MANY.label(index)).isEqualTo(index % BASE % 62);
    }
  }

  @Test
  void countsAndCopiesToTheEnd() {
    assertThat(MANY.classCounts())
        .isEqualTo(Arrays.stream(BASE_SET.classCounts()).map(count -> count * TIMES).toArray());
    byte[] last = new byte[3 * IMAGE];
    int[] labels = new int[3];
    byte[] expected = new byte[3 * IMAGE];

    assertThat(MANY.copyBatch(COUNT - 3, last, labels)).isEqualTo(3);
    BASE_SET.copyBatch(BASE - 3, expected, new int[3]);
    assertThat(last).isEqualTo(expected);
  }

  @Test
  void cutsAndFilters() {
    EmnistDataset part = MANY.stratifiedSplit(0.001, 1).validation();

    assertThat(part.size()).isBetween(COUNT / 1000 - 62, COUNT / 1000 + 62);
    assertThat(MANY.filterClasses("z").size()).isEqualTo(BASE_SET.classCounts()[61] * TIMES);
    assertThat(MANY.shuffle(1).capPerClass(2).size()).isEqualTo(124);
    assertThat(MANY.stratifiedFolds(2, 1).get(1).validation().size()).isEqualTo(COUNT / 2);
  }

  @Test
  void findsTheOriginalsAgain() {
    Deduplication found = MANY.deduplicate();

    assertThat(found.dataset().contentSha256()).isEqualTo(BASE_SET.contentSha256());
    assertThat(found.removed()).isEqualTo(COUNT - BASE);
    assertThat(found.conflicts()).isZero();
  }

  @Test
  void streamsInParallel() {
    int first = COUNT - 300 * BASE;
    EmnistDataset end = MANY.subset(IntStream.range(first, COUNT).toArray());
    long ink = end.stream().parallel().mapToLong(one -> one.image().pixel(3, 4)).sum();
    long base = IntStream.range(0, BASE).map(i -> BASE_SET.image(i).pixel(3, 4)).sum();

    assertThat(ink).isEqualTo(base * 300);
  }
}
