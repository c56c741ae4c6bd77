package io.github.emnist.data.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.GrayImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplingTest {
  private static final GrayImage NOISE = noise(19, 14);

  @Test
  void sameSizeIsTheSamePicture() {
    assertThat(Resampling.resize(NOISE, 19, 14)).isEqualTo(NOISE);
  }

  @Test
  void onePixelFillsAnySize() {
    GrayImage one = GrayImage.of(1, 1, new byte[] {(byte) 200});
    byte[] all = new byte[35];
    Arrays.fill(all, (byte) 200);
    assertThat(Resampling.resize(one, 7, 5)).isEqualTo(GrayImage.of(7, 5, all));
  }

  /** Far from the sides, Keys' kernel reproduces straight lines. */
  @ParameterizedTest
  @CsvSource({"80", "53", "31", "20", "10"})
  void slopesStayStraight(int width) {
    byte[] slope = new byte[40 * 3];
    for (int i = 0; i < slope.length; i++) {
      slope[i] = (byte) (5 * (i % 40));
    }
    GrayImage resized = Resampling.resize(GrayImage.of(40, 3, slope), width, 3);
    for (int x = width / 4; x < width * 3 / 4; x++) {
      double expected = 5 * ((x + 0.5) * 40 / width - 0.5);
      assertThat((double) resized.pixel(x, 1)).isCloseTo(expected, within(0.51));
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 5", "19, 40", "60, 3", "28, 28"})
  void equalsTheSumOverAllPixels(int width, int height) {
    GrayImage resized = Resampling.resize(NOISE, width, height);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        assertThat((double) resized.pixel(x, y)).isCloseTo(sum(x, y, width, height), within(0.51));
      }
    }
  }

  @Test
  void partIsResampledAsIfItWereAlone() {
    PixelBox box = new PixelBox(3, 2, 15, 9);
    byte[] cut = new byte[12 * 7];
    for (int i = 0; i < cut.length; i++) {
      cut[i] = (byte) NOISE.pixel(3 + i % 12, 2 + i / 12);
    }
    assertThat(Resampling.resize(NOISE, box, 30, 11))
        .isEqualTo(Resampling.resize(GrayImage.of(12, 7, cut), 30, 11));
  }

  /** In two dimensions at once, over the picture with its sides gone on. */
  private static double sum(int x, int y, int width, int height) {
    double stepX = 19.0 / width;
    double stepY = 14.0 / height;
    double sum = 0;
    double weights = 0;
    for (int py = -60; py < 80; py++) {
      for (int px = -60; px < 80; px++) {
        double weight =
            keys((px + 0.5 - (x + 0.5) * stepX) / Math.max(1, stepX))
                * keys((py + 0.5 - (y + 0.5) * stepY) / Math.max(1, stepY));
        int value = NOISE.pixel(Math.max(0, Math.min(18, px)), Math.max(0, Math.min(13, py)));
        sum += weight * value;
        weights += weight;
      }
    }
    return Math.max(0, Math.min(255, sum / weights));
  }

  private static double keys(double distance) {
    double d = Math.abs(distance);
    if (d < 1) {
      return 1.5 * d * d * d - 2.5 * d * d + 1;
    }
    return d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0;
  }

  private static GrayImage noise(int width, int height) {
    byte[] pixels = new byte[width * height];
    new Random(5).nextBytes(pixels);
    return GrayImage.of(width, height, pixels);
  }
}
