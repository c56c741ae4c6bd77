package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.BatchMix.CutMix;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.data.GrayImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link MixUp.Blend} and {@link CutMix.Patch} make of pixels. */
class MixingTest {
  private static final GrayImage OWN = Images.noise(28, 28, 1);
  private static final GrayImage PARTNER = Images.noise(28, 28, 2);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.25, 0.5, 0.731, 1})
  void blendsByWeight(double weight) {
    MixUp.Blend blend = new MixUp.Blend(weight);
    GrayImage mixed = blend.apply(OWN, PARTNER);
    for (int i = 0; i < 784; i++) {
      double expected =
          weight * OWN.pixel(i % 28, i / 28) + (1 - weight) * PARTNER.pixel(i % 28, i / 28);
      assertThat((double) mixed.pixel(i % 28, i / 28)).isEqualTo(expected, within(0.51));
    }
    assertThat(blend.weight(28, 28)).isEqualTo(weight);
  }

  @Test
  void theWholeWeightChangesNothing() {
    assertThat(new MixUp.Blend(1).apply(OWN, PARTNER)).isEqualTo(OWN);
    assertThat(new MixUp.Blend(0).apply(OWN, PARTNER)).isEqualTo(PARTNER);
    assertThat(new CutMix.Patch(0, 0.5, 0.5).apply(OWN, PARTNER)).isEqualTo(OWN);
    assertThat(new CutMix.Patch(1, 0.5, 0.5).apply(OWN, PARTNER)).isEqualTo(PARTNER);
  }

  @ParameterizedTest
  @CsvSource({
    // area, x, y, expected left, top, right, bottom
    "0.25, 0.5, 0.5, 7, 7, 21, 21",
    "0.25, 0, 0, 0, 0, 7, 7",
    "0.25, 1, 1, 21, 21, 28, 28",
    "0.25, 0.25, 0.9, 0, 18, 14, 28",
    "0.01, 0.5, 0.5, 13, 13, 15, 15"
  })
  void pastesItsRectangle(
      double area, double x, double y, int left, int top, int right, int bottom) {
    CutMix.Patch patch = new CutMix.Patch(area, x, y);
    GrayImage mixed = patch.apply(OWN, PARTNER);
    for (int i = 0; i < 784; i++) {
      boolean inside = i % 28 >= left && i % 28 < right && i / 28 >= top && i / 28 < bottom;
      assertThat(mixed.pixel(i % 28, i / 28))
          .isEqualTo((inside ? PARTNER : OWN).pixel(i % 28, i / 28));
    }
    assertThat(patch.weight(28, 28)).isEqualTo(1 - (right - left) * (bottom - top) / 784.0);
  }

  /** The label's share is the pixels' share, even after cutting. */
  @Test
  void theWeightCountsPixels() {
    GrayImage black = GrayImage.of(31, 17, new byte[31 * 17]);
    byte[] ones = new byte[31 * 17];
    Arrays.fill(ones, (byte) 1);
    GrayImage white = GrayImage.of(31, 17, ones);
    double sum = 0;
    for (int i = 0; i < 2000; i++) {
      CutMix.Patch patch = new CutMix(1).sample(1, 2, i);
      double own = 1 - Images.mass(patch.apply(black, white)) / (31 * 17);
      assertThat(patch.weight(31, 17)).isEqualTo(own, within(1e-12));
      sum += own;
    }
    // A side s of uniform square, cut at the edges, is s - s^2 / 4 on average; its square is 0.32.
    assertThat(sum / 2000).isEqualTo(0.68, within(0.04));
  }

  @Test
  void printAndEqualBySettings() {
    assertThat(new MixUp(0.2)).isEqualTo(new MixUp(0.2)).hasToString("MixUp[alpha=0.2]");
    assertThat(new CutMix(1)).isNotEqualTo(new CutMix(2)).hasToString("CutMix[alpha=1.0]");
  }
}
