package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InkLevelsTest {
  private static final int SIDE = 40;

  @Test
  void darkInkOnLightPaper() {
    byte[] pixels = square(230, 30);
    pixels[0] = (byte) 229; // next to the paper's level: paper
    pixels[1] = (byte) 130; // half way
    InkLevels levels = InkLevels.of(image(pixels)).orElseThrow();
    // A contrast of 200, of which 1/32 belongs to the paper.
    assertThat(levels).isEqualTo(new InkLevels(true, 25 + 6, 225));
    byte[] stretched = levels.ink(image(pixels)).toBytes();
    assertThat(stretched[0]).isZero();
    assertThat(stretched[1] & 0xFF).isEqualTo(Math.round((125 - 31) * 255 / 194f));
    assertThat(stretched[2]).isZero();
    assertThat(stretched[20 * SIDE + 20] & 0xFF).isEqualTo(255);
  }

  @Test
  void lightInkOnDarkPaper() {
    InkLevels levels = InkLevels.of(image(square(10, 250))).orElseThrow();
    assertThat(levels).isEqualTo(new InkLevels(false, 10 + 7, 250));
    GrayImage image = image(square(10, 250));
    assertThat(levels.whiteOnBlack(image)).isSameAs(image);
  }

  @Test
  void inkOfMostOfThePictureIsStillInkWhereTheRimIsPaper() {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % SIDE;
      int y = i / SIDE;
      boolean inside = x >= 5 && x < 35 && y >= 5 && y < 35;
      pixels[i] = (byte) (inside ? 0 : 255);
    }
    assertThat(InkLevels.of(image(pixels)).orElseThrow().darkInk()).isTrue();
  }

  @Test
  void paperOfMostOfThePictureIsStillPaperWhereTheRimIsInk() {
    byte[] pixels = new byte[SIDE * SIDE];
    Arrays.fill(pixels, (byte) 255);
    for (int i = 0; i < SIDE; i++) {
      pixels[i] = 0;
      pixels[i * SIDE] = 0;
    }
    for (int i = 0; i < 10; i++) {
      pixels[(SIDE - 1) * SIDE + i] = 0;
    }
    assertThat(InkLevels.of(image(pixels)).orElseThrow().darkInk()).isTrue();
  }

  @Test
  void uniformPicturesAreBlank() {
    for (int level : new int[] {0, 1, 128, 255}) {
      assertThat(InkLevels.of(image(square(level, level)))).isEmpty();
    }
  }

  @Test
  void contrastBelowSixLevelsIsBlank() {
    assertThat(InkLevels.of(image(square(200, 195)))).isEmpty();
    assertThat(InkLevels.of(image(square(200, 194)))).isPresent();
  }

  @Test
  void onPaperOfTwoLevelsContrastBelowSixteenIsBlank() {
    for (int ink : new int[] {184, 185}) {
      byte[] pixels = square(200, ink);
      for (int i = 0; i < pixels.length; i += 5) {
        pixels[i] = pixels[i] == (byte) 200 ? (byte) 201 : pixels[i];
      }
      assertThat(InkLevels.of(image(pixels)).isPresent()).isEqualTo(ink == 184);
    }
  }

  @Test
  void noiseIsBlank() {
    Random random = new Random(2);
    for (double sigma : new double[] {3, 8, 12}) {
      byte[] pixels = new byte[100 * 100];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) Math.round(150 + sigma * random.nextGaussian());
      }
      assertThat(InkLevels.of(GrayImage.of(100, 100, pixels))).isEmpty();
    }
  }

  @Test
  void evenGradientIsBlank() {
    byte[] pixels = new byte[100 * 100];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (200 - i % 100 * 0.7);
    }
    assertThat(InkLevels.of(GrayImage.of(100, 100, pixels))).isEmpty();
  }

  private static GrayImage image(byte[] pixels) {
    return GrayImage.of(SIDE, SIDE, pixels);
  }

  /** Paper with a square of ink in its middle. */
  private static byte[] square(int paper, int ink) {
    byte[] pixels = new byte[SIDE * SIDE];
    Arrays.fill(pixels, (byte) paper);
    for (int y = 15; y < 25; y++) {
      Arrays.fill(pixels, y * SIDE + 15, y * SIDE + 25, (byte) ink);
    }
    return pixels;
  }
}
