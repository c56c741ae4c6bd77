package io.github.emnist.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emnist.train.report.Figure.Palette;
import java.awt.Color;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaletteTest {
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sharesGoFromWhiteToDark(boolean right) {
    assertThat(Palette.ofShare(0, right)).isEqualTo(Color.WHITE);
    for (int percent = 1; percent <= 100; percent++) {
      assertThat(light(Palette.ofShare(percent / 100.0, right)))
          .isLessThan(light(Palette.ofShare((percent - 1) / 100.0, right)));
    }
    assertThat(light(Palette.ofShare(1, right))).isLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneInAHundredIsVisible(boolean right) {
    assertThat(light(Color.WHITE) - light(Palette.ofShare(0.01, right))).isGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void textStandsOutFromItsBackground(boolean right) {
    for (int percent = 0; percent <= 100; percent++) {
      Color background = Palette.ofShare(percent / 100.0, right);
      assertThat(contrast(Palette.textOn(background), background))
          .as("%d %%", percent)
          .isGreaterThan(3); // WCAG 2.1, 1.4.3: large text and figures
    }
  }

  private static int light(Color colour) {
    return colour.getRed() + colour.getGreen() + colour.getBlue();
  }

  /** WCAG 2.1's contrast ratio. */
  private static double contrast(Color a, Color b) {
    double one = luminance(a) + 0.05;
    double two = luminance(b) + 0.05;
    return Math.max(one, two) / Math.min(one, two);
  }

  private static double luminance(Color c) {
    return 0.2126 * linear(c.getRed())
        + 0.7152 * linear(c.getGreen())
        + 0.0722 * linear(c.getBlue());
  }

  private static double linear(int level) {
    double v = level / 255.0;
    return v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
  }
}
