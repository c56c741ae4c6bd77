package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.PixelBox;
import io.github.emnist.data.preprocess.NormaliseStrokes.Pen;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RemoveDustTest {
  private static final int SIDE = 120;

  /** A stem of 80 pixels, and a dot above it. */
  @ParameterizedTest
  @CsvSource({
    "2, 2, true", // 1/40 of the stem, and all of the pen
    "1, 1, true", // 1/80, and all of the pen
    "2, 1, false", // 1/160, and a quarter of the pen
    "10, 4, false", // 1/50, and a sixth of the pen
    "10, 5, true" // 1/32
  })
  void dotsOfThePenStay(int pen, int dot, boolean stays) {
    byte[] ink = new byte[SIDE * SIDE];
    fill(ink, 50, 30, pen, 80);
    fill(ink, 50, 10, dot, dot);
    GrayImage image = GrayImage.of(SIDE, SIDE, ink);
    GrayImage left = RemoveDust.ALL_INK.apply(Draft.of(image)).image();
    assertThat(left.pixel(50, 10)).isEqualTo(stays ? 255 : 0);
    assertThat(left.pixel(50, 60)).isEqualTo(255);
  }

  @Test
  void nothingToRemoveIsTheSamePicture() {
    Draft blank = Draft.of(GrayImage.of(3, 3, new byte[9]));
    assertThat(RemoveDust.ALL_INK.apply(blank)).isSameAs(blank);
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "5", "9"})
  void widthOfAPen(int width) {
    byte[] ink = new byte[SIDE * SIDE];
    fill(ink, 40, 10, width, 100);
    GrayImage bar = GrayImage.of(SIDE, SIDE, ink);
    for (PixelBox box : List.of(PixelBox.find(bar, 128), new PixelBox(0, 0, SIDE, SIDE))) {
      assertThat(Pen.width(bar, box, i -> true)).isCloseTo(width, within(0.1 * width));
      assertThat(Pen.width(bar, box, i -> false)).isZero();
    }
  }

  private static void fill(byte[] ink, int left, int top, int width, int height) {
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        ink[y * SIDE + x] = (byte) 255;
      }
    }
  }
}
