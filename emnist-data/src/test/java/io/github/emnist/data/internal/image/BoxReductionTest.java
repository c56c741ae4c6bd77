package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.emnist.data.GrayImage;
import org.junit.jupiter.api.Test;

class BoxReductionTest {
  private static final GrayImage FIVE_BY_TWO =
      GrayImage.of(5, 2, new byte[] {10, 20, 30, 40, (byte) 255, 30, 40, 50, 60, (byte) 251});

  @Test
  void smallPicturesStayAsTheyAre() {
    assertThat(BoxReduction.toFit(FIVE_BY_TWO, 5)).isSameAs(FIVE_BY_TWO);
  }

  @Test
  void pixelsAreMeansOfBoxes() {
    assertThat(BoxReduction.toFit(FIVE_BY_TWO, 4))
        .isEqualTo(GrayImage.of(3, 1, new byte[] {25, 45, (byte) 253}));
  }

  @Test
  void factorIsTheSmallestThatFits() {
    GrayImage image = GrayImage.of(100, 31, new byte[3100]);
    assertThat(BoxReduction.toFit(image, 33).width()).isEqualTo(25);
    assertThat(BoxReduction.toFit(image, 33).height()).isEqualTo(8);
    assertThat(BoxReduction.toFit(image, 34).width()).isEqualTo(34);
    assertThat(BoxReduction.toFit(image, 1).width()).isEqualTo(1);
    assertThat(BoxReduction.toFit(image, 1).height()).isEqualTo(1);
  }

  @Test
  void limitMustBePositive() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoxReduction.toFit(FIVE_BY_TWO, 0))
        .withMessage("maxSide (0) must be positive");
  }
}
