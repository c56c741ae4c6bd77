package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.preprocess.Step.Draft;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnevenLightTest {
  private static final CharacterPreprocessor PREPROCESSOR = CharacterPreprocessor.emnist();
  private static final GrayImage DRAWING = Luma.of(BLACK_ON_WHITE.height(0.5).draw());
  private static final GrayImage EXPECTED = PREPROCESSOR.process(DRAWING);

  /** The remaining light at a place, both from 0 to 1. */
  private enum Light {
    FROM_THE_LEFT((x, y) -> 1 - 0.7 * x),
    FROM_BELOW((x, y) -> 0.3 + 0.7 * y),
    FROM_A_CORNER((x, y) -> 1 - 0.35 * (x + y)),
    LAMP((x, y) -> 1 - 1.2 * ((x - 0.5) * (x - 0.5) + (y - 0.5) * (y - 0.5))),
    HAND((x, y) -> 0.55 + 0.45 / (1 + Math.exp(-40 * (x + 0.2 * y - 0.8)))),
    EDGE((x, y) -> x + 0.3 * y > 0.75 ? 1 : 0.5);

    private final DoubleBinaryOperator left;

    Light(DoubleBinaryOperator left) {
      this.left = left;
    }
  }

  @ParameterizedTest
  @EnumSource
  void lightMakesLittleDifference(Light light) {
    GrayImage image = PREPROCESSOR.process(lit(DRAWING, light.left, 2));
    assertThat(CharacterPreprocessorTest.difference(image, EXPECTED)).isLessThan(6);
  }

  @ParameterizedTest
  @EnumSource
  void paperAloneIsBlank(Light light) {
    byte[] paper = new byte[200 * 200];
    Arrays.fill(paper, (byte) 230);
    GrayImage picture = lit(GrayImage.of(200, 200, paper), light.left, 2);
    if (light != Light.EDGE) {
      assertThat(CharacterPreprocessor.isBlank(PREPROCESSOR.process(picture))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 50, 80, 120})
  void boldInkOnEvenPaperIsNoShadow(int grey) {
    byte[] bar = new byte[100 * 100];
    Arrays.fill(bar, (byte) 255);
    for (int y = 10; y < 90; y++) {
      Arrays.fill(bar, y * 100 + 30, y * 100 + 70, (byte) grey);
    }
    GrayImage image = PREPROCESSOR.process(GrayImage.of(100, 100, bar));
    assertThat(image).isEqualTo(PREPROCESSOR.process(black(bar)));
    assertThat(CharacterPreprocessor.isBlank(image)).isFalse();
  }

  private static GrayImage black(byte[] bar) {
    byte[] black = bar.clone();
    for (int i = 0; i < black.length; i++) {
      black[i] = black[i] == -1 ? black[i] : 0;
    }
    return GrayImage.of(100, 100, black);
  }

  @Test
  void aCharacterThatFillsThePictureIsNoShadow() {
    GrayImage tight = tight(DRAWING);
    GrayImage image = PREPROCESSOR.process(tight);
    assertThat(CharacterPreprocessorTest.difference(image, EXPECTED)).isLessThan(6);
  }

  /** Cut to the ink. */
  private static GrayImage tight(GrayImage drawing) {
    int left = drawing.width();
    int right = 0;
    int top = drawing.height();
    int bottom = 0;
    for (int y = 0; y < drawing.height(); y++) {
      for (int x = 0; x < drawing.width(); x++) {
        if (drawing.pixel(x, y) < 128) {
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
    byte[] pixels = new byte[(right - left) * (bottom - top)];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) drawing.pixel(left + i % (right - left), top + i / (right - left));
    }
    return GrayImage.of(right - left, bottom - top, pixels);
  }

  @Test
  void lightInkUnderUnevenLight() {
    byte[] board = DRAWING.toBytes();
    for (int i = 0; i < board.length; i++) {
      int chalk = 255 - (board[i] & 0xFF);
      board[i] = (byte) (20 + 60 * (i % 200) / 200 + chalk * 150 / 255);
    }
    GrayImage image = PREPROCESSOR.process(GrayImage.of(200, 200, board));
    assertThat(CharacterPreprocessorTest.difference(image, EXPECTED)).isLessThan(6);
  }

  @Test
  void evenlyLitPictureIsNotTouched() {
    Draft draft = Draft.of(lit(DRAWING, (x, y) -> 1 - 0.05 * x, 3));
    assertThat(FlattenLight.INSTANCE.apply(draft)).isSameAs(draft);
  }

  @Test
  void smallPictureIsNotTouched() {
    Draft draft = Draft.of(GrayImage.of(15, 15, new byte[225]));
    assertThat(FlattenLight.INSTANCE.apply(draft)).isSameAs(draft);
  }

  private static GrayImage lit(GrayImage picture, DoubleBinaryOperator left, double grain) {
    Random random = new Random(4);
    byte[] pixels = picture.toBytes();
    int side = picture.width();
    for (int i = 0; i < pixels.length; i++) {
      double x = (i % side + 0.5) / side;
      double y = (i / side + 0.5) / side;
      double paper = 30 + 200 * (pixels[i] & 0xFF) / 255.0;
      double level = paper * left.applyAsDouble(x, y) + grain * random.nextGaussian();
      pixels[i] = (byte) Math.max(0, Math.min(255, level));
    }
    return GrayImage.of(side, picture.height(), pixels);
  }
}
