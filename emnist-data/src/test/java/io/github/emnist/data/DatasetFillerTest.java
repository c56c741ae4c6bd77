package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emnist.data.EmnistDataset.Filler;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class DatasetFillerTest {
  private static final LabelMap DIGITS = EmnistSplit.DIGITS.labelMap();

  private static byte[] pixels(int i) {
    return new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16), 1, 2, 3};
  }

  /** More than one chunk, filled backwards by several threads. */
  @Test
  void isTheDataSetThatABuilderMakes() {
    int count = (1 << 16) + 1_000;
    Filler filler = new Filler(DIGITS, EmnistSplit.DIGITS, 3, 2, count);
    IntStream.range(0, count)
        .parallel()
        .map(i -> count - 1 - i)
        .forEach(i -> filler.set(i, pixels(i), 0, i % 10));
    EmnistDataset filled = filler.build();

    EmnistDataset.Builder builder = EmnistDataset.builder(DIGITS, 3, 2).split(EmnistSplit.DIGITS);
    for (int i = 0; i < count; i++) {
      builder.add(pixels(i), 0, i % 10);
    }
    EmnistDataset built = builder.build();
    assertThat(filled.size()).isEqualTo(count);
    assertThat(filled.split()).contains(EmnistSplit.DIGITS);
    assertThat(filled.contentSha256()).isEqualTo(built.contentSha256());
    assertThat(filled.concat(built).deduplicate().removed()).isEqualTo(count);
  }

  @Test
  void unfilledPositionsAreBlank() {
    Filler filler = new Filler(DIGITS, null, 3, 2, 3);
    filler.set(1, new byte[] {9, 1, 2, 3, 4, 5, 6, 9}, 1, 7);
    EmnistDataset dataset = filler.build();
    assertThat(dataset.image(1).toBytes()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(dataset.label(1)).isEqualTo(7);
    assertThat(dataset.image(2).toBytes()).containsOnly(0);
    assertThat(dataset.label(2)).isZero();
    assertThat(dataset.split()).isEmpty();
  }

  @Test
  void emptyBuilderGivesNoImages() {
    assertThat(new Filler(DIGITS, null, 28, 28, 0).build().size()).isZero();
  }

  @Test
  void refusesArraysThatDoNotFit() {
    Filler filler = new Filler(DIGITS, null, 3, 2, 3);
    assertRefused(() -> filler.set(0, new byte[6], 0, 10), "label (10) must be in [0, 10)");
    assertThatThrownBy(() -> filler.set(3, new byte[6], 0, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> filler.set(0, new byte[6], 1, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertRefused(() -> new Filler(DIGITS, null, 3, 2, -1), "count (-1) must not be negative");
    assertRefused(
        () -> new Filler(DIGITS, null, 0, 2, 1),
        "image size (0 x 2) must be between 1 x 1 and 32767 x 32767");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
