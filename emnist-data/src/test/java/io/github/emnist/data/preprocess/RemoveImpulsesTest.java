package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.Step.Draft;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoveImpulsesTest {
  private static final CharacterPreprocessor PREPROCESSOR = CharacterPreprocessor.emnist();

  @ParameterizedTest
  @CsvSource({"200, 0.02, 2", "200, 0.1, 3", "200, 0.2, 6", "60, 0.05, 6", "400, 0.1, 3"})
  void saltAndPepperMakeLittleDifference(int side, double density, double tolerance) {
    GrayImage clean = Luma.of(BLACK_ON_WHITE.side(side).draw());
    GrayImage image = PREPROCESSOR.process(salted(clean, density));
    assertThat(CharacterPreprocessorTest.difference(image, PREPROCESSOR.process(clean)))
        .isLessThan(tolerance);
  }

  @Test
  void saltedEmnistImageIsMendedAtItsOwnSize() {
    GrayImage clean = PREPROCESSOR.process(BLACK_ON_WHITE.draw());
    GrayImage image = PREPROCESSOR.process(salted(clean, 0.03));
    assertThat(CharacterPreprocessorTest.difference(image, clean)).isLessThan(6);
  }

  @Test
  void pixelsUnlikeTheirNeighboursTakeTheMedianOfTheOthers() {
    byte[] pixels = new byte[100];
    for (int i = 0; i < 100; i++) {
      pixels[i] = (byte) (100 + i % 10);
    }
    pixels[55] = (byte) 255;
    pixels[56] = (byte) 255;
    pixels[12] = 0;
    GrayImage mended =
        RemoveImpulses.INSTANCE.apply(Draft.of(GrayImage.of(10, 10, pixels))).image();
    // 5 5 5 4 4 4, and 5 6 6 6 7 7 7 without the other
    assertThat(mended.pixel(5, 5)).isEqualTo(105);
    assertThat(mended.pixel(6, 5)).isEqualTo(106);
    assertThat(mended.pixel(2, 1)).isEqualTo(102);
    assertThat(mended.pixel(4, 5)).isEqualTo(104);
  }

  /** One pixel wide: every pixel has two similar neighbours. */
  @Test
  void thinnestStrokesStay() {
    byte[] pixels = new byte[40 * 40];
    for (int i = 3; i < 37; i++) {
      pixels[i * 40 + i] = (byte) 255;
      pixels[20 * 40 + i] = (byte) 255;
    }
    Draft draft = Draft.of(GrayImage.of(40, 40, pixels));
    assertThat(RemoveImpulses.INSTANCE.apply(draft)).isSameAs(draft);
  }

  /** Smooth, so that pixels are of any grey and few are similar to their neighbours. */
  @ParameterizedTest
  @ValueSource(ints = {150, 200, 250, 300, 350, 400, 450})
  void thinSmoothStrokesStay(int side) {
    BufferedImage picture = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D g = picture.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.draw(new Line2D.Double(0.2 * side, 0.15 * side, 0.5 * side, 0.85 * side));
    g.draw(new Line2D.Double(0.5 * side, 0.85 * side, 0.8 * side, 0.15 * side));
    g.dispose();
    GrayImage drawn = Luma.of(picture);
    GrayImage left = RemoveImpulses.INSTANCE.apply(Draft.of(drawn)).image();
    assertThat(ink(left)).isCloseTo(ink(drawn), within(ink(drawn) / 50));
  }

  private static long ink(GrayImage image) {
    long sum = 0;
    for (byte pixel : image.toBytes()) {
      sum += pixel & 0xFF;
    }
    return sum;
  }

  @Test
  void nothingButNoiseIsBlankOrLeft() {
    byte[] noise = new byte[100 * 100];
    new Random(8).nextBytes(noise);
    GrayImage image = PREPROCESSOR.process(GrayImage.of(100, 100, noise));
    assertThat(image.width()).isEqualTo(28);
  }

  private static GrayImage salted(GrayImage image, double density) {
    Random random = new Random(6);
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      if (random.nextDouble() < density) {
        pixels[i] = (byte) (random.nextBoolean() ? 255 : 0);
      }
    }
    return GrayImage.of(image.width(), image.height(), pixels);
  }
}
