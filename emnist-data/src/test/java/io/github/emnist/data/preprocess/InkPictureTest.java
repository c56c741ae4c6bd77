package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.CharacterSegmenter.InkPicture;
import java.awt.image.BufferedImage;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;

class InkPictureTest {
  /** A bar of ink, 194 wide and 9 high, on 400x200. */
  private static boolean isInk(int x, int y) {
    return x >= 103 && x < 297 && y >= 91 && y < 100;
  }

  @Test
  void lumaIsThatOfBt601() {
    BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    picture.setRGB(0, 0, 0xFF0000);
    picture.setRGB(1, 0, 0x00FF00);
    assertThat(Luma.of(picture).toBytes()).containsExactly(76, (byte) 150);
  }

  @Test
  void paperIsBlackAndInkWhite() {
    assertBar((x, y) -> isInk(x, y) ? 40 : 220);
  }

  @Test
  void lightInkOnDarkToo() {
    assertBar((x, y) -> isInk(x, y) ? 220 : 40);
  }

  /** On the right the paper is darker than the ink is on the left. */
  @Test
  void lightMayFallOff() {
    assertBar((x, y) -> (isInk(x, y) ? 90 : 240) * (500 - x) / 500);
  }

  @Test
  void onePixelNoiseIsPaper() {
    assertBar((x, y) -> x % 11 == 5 && y % 13 == 4 ? x * y % 2 * 255 : isInk(x, y) ? 40 : 220);
  }

  @Test
  void onePaperHasNoInk() {
    assertThat(InkPicture.of(image((x, y) -> 200))).isEmpty();
    assertThat(InkPicture.of(image((x, y) -> 200 + (x + y) % 3))).isEmpty();
  }

  private static void assertBar(IntBinaryOperator level) {
    GrayImage ink = InkPicture.of(image(level)).orElseThrow();
    assertThat(ink.width()).isEqualTo(400);
    assertThat(ink.height()).isEqualTo(200);
    for (int y = 0; y < 200; y++) {
      for (int x = 0; x < 400; x++) {
        if (isInk(x, y)) {
          assertThat(ink.pixel(x, y)).as("ink at %d,%d", x, y).isGreaterThan(160);
        } else {
          assertThat(ink.pixel(x, y)).as("paper at %d,%d", x, y).isLessThan(100);
        }
      }
    }
  }

  private static GrayImage image(IntBinaryOperator level) {
    byte[] pixels = new byte[400 * 200];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) level.applyAsInt(i % 400, i / 400);
    }
    return GrayImage.of(400, 200, pixels);
  }
}
