package io.github.emnist.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class EmnistDatasetsTest {
  private static final LabelMap AB = LabelMap.ofCharacters("AB");

  @Test
  void ofPixels() {
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    EmnistDataset own = EmnistDataset.ofPixels(AB, 3, 1, pixels, new int[] {1, 0});
    pixels[0] = 99;

    assertThat(own.size()).isEqualTo(2);
    assertThat(own.label(0)).isEqualTo(1);
    assertThat(own.image(0)).isEqualTo(GrayImage.of(3, 1, new byte[] {1, 2, 3}));
    assertThat(own.image(1)).isEqualTo(GrayImage.of(3, 1, new byte[] {4, 5, 6}));
    assertThat(own.labelMap()).isEqualTo(AB);
    assertThat(own.split()).isEmpty();
  }

  @Test
  void nothing() {
    assertThat(EmnistDataset.ofPixels(AB, 2, 2, new byte[0], new int[0]).size()).isZero();
  }

  @Test
  void arraysThatDoNotFit() {
    assertRefused(
        () -> EmnistDataset.ofPixels(AB, 2, 2, new byte[7], new int[2]),
        "pixels (7) must be 8: 2 labels of 2x2");
    assertRefused(
        () -> EmnistDataset.ofPixels(AB, 1, 1, new byte[1], new int[] {2}),
        "label (2) must be in [0, 2)");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
