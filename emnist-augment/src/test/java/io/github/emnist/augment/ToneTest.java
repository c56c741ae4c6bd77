package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.Contrast;
import io.github.emnist.augment.Transforms.Gamma;
import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.RescaleOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToneTest {
  /** Every grey level once. */
  private static final GrayImage RAMP = ramp();

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.37, 0.5, 0.9, 1, 1.1, 2, 2.2, 5, 10})
  void gammaIsAPower(double gamma) {
    GrayImage result = new Gamma(gamma).apply(RAMP);
    for (int level = 0; level < 256; level++) {
      double expected = 255 * Math.pow(level / 255.0, gamma);
      assertThat((double) result.pixel(level % 16, level / 16))
          .isEqualTo(expected, within(0.5 + 1e-9));
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 127.5", "2, 127.5", "0.3, 0", "1.7, 0", "0, 200", "10, 40", "1.3, 255"})
  void contrastIsWhatJava2dMakesOfIt(double factor, double pivot) {
    BufferedImage drawn = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    // Java 2D cuts the fraction off.
    RescaleOp java2d = new RescaleOp((float) factor, (float) (pivot * (1 - factor) + 0.5), null);
    java2d.filter(RAMP.toBufferedImage().getRaster(), drawn.getRaster());
    byte[] pixels = ((DataBufferByte) drawn.getRaster().getDataBuffer()).getData();
    GrayImage result = new Contrast(factor, pivot).apply(RAMP);
    assertThat(Images.maxDifference(result, GrayImage.of(16, 16, pixels), 0))
        .isLessThanOrEqualTo(1);
    int differ = 0;
    for (int i = 0; i < 256; i++) {
      differ += result.pixel(i % 16, i / 16) != (pixels[i] & 0xFF) ? 1 : 0;
    }
    assertThat(differ).as("levels that float32 rounds otherwise").isLessThan(13);
  }

  @Test
  void contrastKeepsItsPivot() {
    for (int pivot : new int[] {0, 100, 255}) {
      assertThat(new Contrast(0, pivot).apply(RAMP).pixel(3, 3)).isEqualTo(pivot);
      GrayImage steep = new Contrast(10, pivot).apply(RAMP);
      assertThat(steep.pixel(pivot % 16, pivot / 16)).isEqualTo(pivot);
    }
  }

  @Test
  void changesNothingAtZeroStrength() {
    assertThat(new Gamma(1).apply(RAMP)).isEqualTo(RAMP);
    for (double pivot : new double[] {0, 0.1, 99.9, 127.5, 255}) {
      assertThat(new Contrast(1, pivot).apply(RAMP)).isEqualTo(RAMP);
    }
  }

  @Test
  void refusesParametersOutsideTheirIntervals() {
    refuses(() -> new Gamma(0), "gamma (0.0) must lie in [0.1, 10.0]");
    refuses(() -> new Gamma(Double.NaN), "gamma (NaN) must lie in [0.1, 10.0]");
    refuses(() -> RandomTransform.gamma(0, 1), "least gamma (0.0) must lie in [0.1, 10.0]");
    refuses(() -> RandomTransform.gamma(2, 1), "greatest gamma (1.0) must lie in [2.0, 10.0]");
    refuses(() -> new Contrast(-1, 0), "contrast factor (-1.0) must lie in [0.0, 10.0]");
    refuses(() -> new Contrast(1, 256), "contrast pivot (256.0) must lie in [0.0, 255.0]");
    refuses(
        () -> RandomTransform.contrast(-1, 1, 127.5),
        "least contrast factor (-1.0) must lie in [0.0, 10.0]");
    refuses(
        () -> RandomTransform.contrast(1, 0.5, 127.5),
        "greatest contrast factor (0.5) must lie in [1.0, 10.0]");
    refuses(
        () -> RandomTransform.contrast(1, 1, -1), "contrast pivot (-1.0) must lie in [0.0, 255.0]");
  }

  private static void refuses(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static GrayImage ramp() {
    byte[] pixels = new byte[256];
    for (int i = 0; i < 256; i++) {
      pixels[i] = (byte) i;
    }
    return GrayImage.of(16, 16, pixels);
  }
}
