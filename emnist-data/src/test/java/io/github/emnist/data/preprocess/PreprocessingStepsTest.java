package io.github.emnist.data.preprocess;

import static io.github.emnist.data.preprocess.Drawing.BLACK_ON_WHITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.image.Resampling;
import io.github.emnist.data.preprocess.CharacterPreprocessor.PreprocessingStep;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingStepsTest {
  @ParameterizedTest
  @ValueSource(strings = {"emnist/3", "drawing/2", "raw/1"})
  void lastStepIsTheResult(String id) {
    CharacterPreprocessor preprocessor = CharacterPreprocessor.fromId(id);
    for (BufferedImage picture : List.of(BLACK_ON_WHITE.draw(), troubled(), blank())) {
      List<PreprocessingStep> steps = preprocessor.steps(picture);
      assertThat(steps.get(0))
          .isEqualTo(
              new PreprocessingStep("grey", Luma.of(picture, id.equals("raw/1") ? 9999 : 1024)));
      assertThat(steps.get(steps.size() - 1).image()).isEqualTo(preprocessor.process(picture));
      assertThat(preprocessor.process(picture).width()).isEqualTo(28);
      assertThat(preprocessor.process(picture).height()).isEqualTo(28);
    }
  }

  @Test
  void everyStepHandlesItsProblem() {
    assertThat(names(CharacterPreprocessor.emnist(), troubled()))
        .containsExactly("grey", "noise", "light", "ink", "frame", "specks", "strokes", "emnist");
  }

  @Test
  void cleanDrawingNeedsFew() {
    assertThat(names(CharacterPreprocessor.emnist(), BLACK_ON_WHITE.draw()))
        .containsExactly("grey", "ink", "strokes", "emnist");
    assertThat(names(CharacterPreprocessor.drawing(), BLACK_ON_WHITE.draw()))
        .containsExactly("grey", "ink", "strokes", "emnist");
    assertThat(names(CharacterPreprocessor.raw(), BLACK_ON_WHITE.draw()))
        .containsExactly("grey", "size");
    assertThat(names(CharacterPreprocessor.emnist(), blank())).containsExactly("grey", "blank");
  }

  @Test
  void emnistImageNeedsNone() {
    GrayImage image = CharacterPreprocessor.emnist().process(BLACK_ON_WHITE.draw());
    assertThat(CharacterPreprocessor.emnist().steps(image))
        .containsExactly(new PreprocessingStep("grey", image));
    byte[] pixels = image.toBytes();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ~pixels[i];
    }
    GrayImage inverted = GrayImage.of(28, 28, pixels);
    assertThat(CharacterPreprocessor.emnist().steps(inverted))
        .containsExactly(
            new PreprocessingStep("grey", inverted), new PreprocessingStep("inverted", image));
  }

  @Test
  void rawGuessesNothing() {
    GrayImage picture = Luma.of(BLACK_ON_WHITE.draw());
    assertThat(CharacterPreprocessor.raw().process(picture))
        .isEqualTo(Resampling.resize(picture, 28, 28));
    GrayImage small = Luma.of(BLACK_ON_WHITE.side(28).draw());
    assertThat(CharacterPreprocessor.raw().process(small)).isEqualTo(small);
  }

  @Test
  void nullsAreRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> new PreprocessingStep(null, GrayImage.of(1, 1, new byte[1])))
        .withMessage("name");
    assertThatNullPointerException()
        .isThrownBy(() -> new PreprocessingStep("grey", null))
        .withMessage("image");
  }

  private static List<String> names(CharacterPreprocessor preprocessor, BufferedImage picture) {
    return preprocessor.steps(picture).stream().map(PreprocessingStep::name).toList();
  }

  private static BufferedImage blank() {
    return BLACK_ON_WHITE.ink(Color.WHITE).draw();
  }

  /** Large, in shadow, in a frame, with blots and dead pixels. */
  private static BufferedImage troubled() {
    BufferedImage picture = BLACK_ON_WHITE.side(1100).height(0.4).draw();
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.drawRect(100, 100, 900, 900);
    graphics.drawRect(101, 101, 898, 898);
    graphics.fillRect(850, 300, 12, 12);
    graphics.dispose();
    Random random = new Random(9);
    for (int y = 0; y < 1100; y++) {
      for (int x = 0; x < 1100; x++) {
        int grey = (picture.getRGB(x, y) & 0xFF) * (1600 - x) / 1700;
        picture.setRGB(x, y, 0x10101 * grey);
      }
    }
    for (int i = 0; i < 20_000; i++) {
      int x = random.nextInt(550) * 2;
      int y = random.nextInt(550) * 2;
      for (int k = 0; k < 4; k++) {
        picture.setRGB(x + k % 2, y + k / 2, 0);
      }
    }
    return picture;
  }
}
