package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.internal.image.EmnistConversion.InkBounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InkBoundsTest {
  @Test
  void binaryInkEndsAtItsPixels() {
    byte[] ink = new byte[7 * 5];
    ink[1 * 7 + 2] = (byte) 255;
    ink[3 * 7 + 5] = (byte) 255;
    InkBounds bounds = InkBounds.find(ink, 7, 5);
    assertThat(bounds).isEqualTo(new InkBounds(2, 1, 6, 4));
    assertThat(bounds.width()).isEqualTo(4);
    assertThat(bounds.height()).isEqualTo(3);
  }

  @Test
  void inkMayReachThePicturesSides() {
    assertThat(InkBounds.find(new byte[] {-1, -1, -1, -1, -1, -1}, 3, 2))
        .isEqualTo(new InkBounds(0, 0, 3, 2));
  }

  /** From 200 to 40 the intensity passes 100, half the strongest, after 100/160 of a pixel. */
  @Test
  void softEdgeEndsAtHalfTheStrongestIntensity() {
    byte[] ink = {0, 40, (byte) 200, (byte) 200, 99, 0};
    InkBounds bounds = InkBounds.find(ink, 6, 1);
    assertThat(bounds.left()).isCloseTo(2.5 - 100.0 / 160, within(1e-12));
    assertThat(bounds.right()).isCloseTo(3.5 + 100.0 / 101, within(1e-12));
    assertThat(bounds.top()).isZero();
    assertThat(bounds.bottom()).isEqualTo(1);
  }

  /** A disc drawn with pixels of partial coverage, 40 times finer than the pixels. */
  @ParameterizedTest
  @CsvSource({"10, 10, 6", "10.3, 9.6, 6", "9.75, 10.5, 7.2", "10.5, 10.5, 3.1"})
  void discWithinAFractionOfAPixel(double x, double y, double radius) {
    byte[] ink = new byte[20 * 20];
    for (int i = 0; i < ink.length; i++) {
      int inside = 0;
      for (int k = 0; k < 1600; k++) {
        double dx = i % 20 + (k % 40 + 0.5) / 40 - x;
        double dy = i / 20 + (k / 40 + 0.5) / 40 - y;
        inside += Math.hypot(dx, dy) < radius ? 1 : 0;
      }
      ink[i] = (byte) Math.round(inside * 255 / 1600f);
    }
    InkBounds bounds = InkBounds.find(ink, 20, 20);
    assertThat(bounds.left()).isCloseTo(x - radius, within(0.15));
    assertThat(bounds.right()).isCloseTo(x + radius, within(0.15));
    assertThat(bounds.top()).isCloseTo(y - radius, within(0.15));
    assertThat(bounds.bottom()).isCloseTo(y + radius, within(0.15));
  }

  @Test
  void pictureWithoutInkHasNone() {
    assertThat(InkBounds.find(new byte[12], 4, 3)).isNull();
  }

  @Test
  void arrayMustHoldThePicture() {
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> InkBounds.find(new byte[11], 4, 3));
  }
}
