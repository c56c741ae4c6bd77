package io.github.emnist.data;

import static io.github.emnist.data.NumberedImages.labels;
import static io.github.emnist.data.NumberedImages.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConcatenationTest {
  private static final LabelMap MAP = LabelMap.ofCharacters("ab");
  private final EmnistDataset three = NumberedImages.of(MAP, 0, 0, 1, 0);
  private final EmnistDataset two = NumberedImages.of(MAP, 100, 1, 1);

  @Test
  void putsOneAfterTheOther() {
    EmnistDataset all = three.concat(two, three.subset(2), two.take(0));

    assertThat(numbers(all)).containsExactly(0, 1, 2, 100, 101, 2);
    assertThat(labels(all)).containsExactly(0, 1, 0, 1, 1, 0);
    assertThat(all.labelMap()).isEqualTo(MAP);
    assertThat(all.contentSha256()).isEqualTo(copied(three, two, three.subset(2)).contentSha256());
    assertThat(numbers(three.concat())).containsExactly(0, 1, 2);
  }

  private static EmnistDataset copied(EmnistDataset... parts) {
    EmnistDataset.Builder builder = EmnistDataset.builder(MAP, 2, 1);
    for (EmnistDataset part : parts) {
      part.stream().forEach(one -> builder.add(one.image(), one.label()));
    }
    return builder.build();
  }

  @Test
  void joinsDataSetsOfManyUnevenChunks() {
    EmnistDataset[] parts = {large(0, 70_000), large(70_000, 1), large(70_001, 140_000)};
    EmnistDataset all = parts[0].concat(parts[1], parts[2], parts[0]);

    assertThat(all.size()).isEqualTo(280_001);
    assertThat(IntStream.range(0, all.size()).filter(i -> value(all, i) != i % 210_001)).isEmpty();
    assertThat(IntStream.range(0, all.size()).filter(i -> all.label(i) != i % 210_001 % 2))
        .isEmpty();
    EmnistDataset again = all.shuffle(1).concat(all);
    assertThat(value(again, 280_001 + 210_000)).isEqualTo(210_000);
    assertThat(value(again, 5)).isEqualTo(value(all.shuffle(1), 5));
  }

  /** Image i holds {@code first + i} in three pixels. */
  private static EmnistDataset large(int first, int count) {
    EmnistDataset.Builder builder = EmnistDataset.builder(MAP, 3, 1);
    for (int i = first; i < first + count; i++) {
      builder.add(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)}, 0, i % 2);
    }
    return builder.build();
  }

  private static int value(EmnistDataset dataset, int index) {
    GrayImage image = dataset.image(index);
    return image.pixel(0, 0) | image.pixel(1, 0) << 8 | image.pixel(2, 0) << 16;
  }

  @Test
  void sharesThePixels() {
    EmnistDataset twice = two.concat(two.shuffle(1), two.take(1));

    assertThat(twice.concat(two).columns().chunks().count()).isEqualTo(1);
    assertThat(twice.concat(three).columns().chunks().count()).isEqualTo(2);
  }

  @Test
  void keepsTheSplitThatAllHave() {
    EmnistDataset balanced = empty(EmnistSplit.BALANCED);
    EmnistDataset merged = empty(EmnistSplit.BYMERGE);
    EmnistDataset none = EmnistDataset.builder(EmnistSplit.BALANCED.labelMap(), 28, 28).build();

    assertThat(balanced.concat(balanced).split()).contains(EmnistSplit.BALANCED);
    assertThat(balanced.concat(merged).split()).isEmpty();
    assertThat(balanced.concat(none).split()).isEmpty();
    assertThat(none.concat(balanced).split()).isEmpty();
  }

  private static EmnistDataset empty(EmnistSplit split) {
    return EmnistDataset.builder(split.labelMap(), 28, 28).split(split).build();
  }

  @Test
  void refusesImagesOfAnotherSize() {
    EmnistDataset wide = EmnistDataset.builder(MAP, 1, 2).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.concat(two, wide))
        .withMessage("data set 3 of 3: image size (1 x 2) must be 2 x 1, as in the first");
  }

  @Test
  void refusesOtherClasses() {
    EmnistDataset more = NumberedImages.of(LabelMap.ofCharacters("abc"), 0);
    EmnistDataset other = NumberedImages.of(LabelMap.ofCharacters("aB"), 0);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.concat(more))
        .withMessage(
            "data set 2 of 2: classes (3) must be the 2 of the first; relabel makes them equal");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> three.concat(two, other, two))
        .withMessage(
            "data set 3 of 4: class 1 (\"B\") must be \"b\", as in the first; relabel makes them"
                + " equal");
  }

  @Test
  void refusesMoreImagesThanAnIntCanCount() {
    EmnistDataset million = two.subset(new int[1 << 20]);
    EmnistDataset[] copies = Collections.nCopies(2047, million).toArray(EmnistDataset[]::new);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> million.concat(copies))
        .withMessage("the 2048 data sets have 2147483648 images; one must have at most 2147483639");
  }

  @Test
  void refusesMoreBlocksThanAnIntCanCount() {
    EmnistDataset full = large(0, 1 << 16);
    EmnistDataset[] small = new EmnistDataset[32_767];
    for (int i = 0; i < small.length; i++) {
      small[i] = EmnistDataset.builder(MAP, 3, 1).expect(1).add(new byte[3], 0, 0).build();
    }

    assertThat(small[0].concat(small).size()).isEqualTo(32_768);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> full.concat(small))
        .withMessage(
            "the images lie in 32768 blocks of up to 65536; at most 32767 such blocks can be"
                + " joined: copy the small ones into one data set");
  }
}
