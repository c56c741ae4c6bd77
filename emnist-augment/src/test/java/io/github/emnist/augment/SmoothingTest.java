package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.GaussianBlur;
import io.github.emnist.augment.Transforms.UnsharpMask;
import io.github.emnist.data.GrayImage;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmoothingTest {
  /** {@code gaussian_blur_scipy.py} beside the file wrote it. */
  @Test
  void blursAsSciPyDoes() throws IOException {
    List<String> lines;
    try (InputStream golden = SmoothingTest.class.getResourceAsStream("gaussian-blur-scipy.txt");
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(golden, StandardCharsets.US_ASCII))) {
      lines = reader.lines().toList();
    }
    assertThat(lines).hasSize(8);
    for (String line : lines) {
      String[] fields = line.split(" ");
      int width = Integer.parseInt(fields[0]);
      int height = Integer.parseInt(fields[1]);
      GrayImage image = Images.noise(width, height, Long.parseLong(fields[2]));
      GrayImage expected = GrayImage.of(width, height, HexFormat.of().parseHex(fields[4]));
      GrayImage blurred = new GaussianBlur(Double.parseDouble(fields[3])).apply(image);
      assertThat(Images.maxDifference(blurred, expected, 0)).as(line).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.4", "1", "1.7"})
  void blursAsJava2dDoesInsideTheImage(double sigma) {
    GrayImage image = Images.noise(40, 30, 1);
    int radius = (int) (4 * sigma + 0.5);
    int side = 2 * radius + 1;
    float[] weights = new float[side * side];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double squared = Math.pow(i % side - radius, 2) + Math.pow(i / side - radius, 2);
      sum += Math.exp(-squared / (2 * sigma * sigma));
    }
    for (int i = 0; i < weights.length; i++) {
      double squared = Math.pow(i % side - radius, 2) + Math.pow(i / side - radius, 2);
      weights[i] = (float) (Math.exp(-squared / (2 * sigma * sigma)) / sum);
    }
    BufferedImage drawn = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
    new ConvolveOp(new Kernel(side, side, weights)).filter(image.toBufferedImage(), drawn);
    byte[] pixels = ((DataBufferByte) drawn.getRaster().getDataBuffer()).getData();
    GrayImage expected = GrayImage.of(40, 30, pixels);
    assertThat(Images.maxDifference(new GaussianBlur(sigma).apply(image), expected, radius))
        .isLessThanOrEqualTo(1);
  }

  /** Several bands, of which each needs rows of its neighbours. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "9, 1", "31, 17", "2050, 70", "3, 2050", "150, 100"})
  void isWithinOneGreyLevelOfTheFloat64ReferenceAtAnySize(int width, int height) {
    GrayImage image = Images.noise(width, height, 2);
    double sigma = 1.3;
    double[] blurred = blur(image, sigma);
    GrayImage result = new GaussianBlur(sigma).apply(image);
    GrayImage sharp = new UnsharpMask(1.5, sigma).apply(image);
    for (int i = 0; i < blurred.length; i++) {
      int level = image.pixel(i % width, i / width);
      double expected = Math.min(Math.max(level + 1.5 * (level - blurred[i]), 0), 255);
      assertThat((double) result.pixel(i % width, i / width)).isEqualTo(blurred[i], within(0.51));
      assertThat((double) sharp.pixel(i % width, i / width)).isEqualTo(expected, within(0.51));
    }
  }

  @Test
  void blurKeepsTheInkAndWidensIt() {
    GrayImage spot = Images.spot(41, 41, 20, 20, 2);
    GrayImage blurred = new GaussianBlur(2).apply(spot);
    assertThat(Images.mass(blurred) / Images.mass(spot)).isEqualTo(1, within(0.02));
    // A spot of this radius is a Gaussian of variance 2, and variances add.
    assertThat(blurred.pixel(20, 20)).isEqualTo((int) Math.round(255 * 2.0 / (2 + 4)));
  }

  @Test
  void sharpeningUndoesALittleBlur() {
    GrayImage ring = Pens.ring(28, 8, 3);
    GrayImage blurred = new GaussianBlur(0.7).apply(ring);
    GrayImage sharpened = new UnsharpMask(1, 0.7).apply(blurred);
    assertThat(distance(sharpened, ring)).isLessThan(0.6 * distance(blurred, ring));
  }

  private static double distance(GrayImage one, GrayImage other) {
    double sum = 0;
    for (int i = 0; i < 784; i++) {
      sum += Math.pow(one.pixel(i % 28, i / 28) - other.pixel(i % 28, i / 28), 2);
    }
    return sum;
  }

  @Test
  void changesNothingAtZeroStrength() {
    GrayImage image = Images.noise(33, 7, 3);
    assertThat(new GaussianBlur(0).apply(image)).isEqualTo(image);
    assertThat(new UnsharpMask(0, 1).apply(image)).isEqualTo(image);
    assertThat(new UnsharpMask(3, 0).apply(image)).isEqualTo(image);
  }

  @Test
  void refusesParametersOutsideTheirIntervals() {
    refuses(() -> new GaussianBlur(-1), "blur sigma (-1.0) must lie in [0.0, 10.0] pixels");
    refuses(() -> new GaussianBlur(11), "blur sigma (11.0) must lie in [0.0, 10.0] pixels");
    refuses(
        () -> new UnsharpMask(Double.NaN, 1), "sharpening amount (NaN) must lie in [0.0, 10.0]");
    refuses(() -> new UnsharpMask(1, -1), "sharpening sigma (-1.0) must lie in [0.0, 10.0] pixels");
    refuses(
        () -> RandomTransform.gaussianBlur(-1, 1),
        "least blur sigma (-1.0) must lie in [0.0, 10.0] pixels");
    refuses(
        () -> RandomTransform.gaussianBlur(2, 1),
        "greatest blur sigma (1.0) must lie in [2.0, 10.0] pixels");
    refuses(
        () -> RandomTransform.unsharpMask(-1, 1, 1),
        "least sharpening amount (-1.0) must lie in [0.0, 10.0]");
    refuses(
        () -> RandomTransform.unsharpMask(2, 1, 1),
        "greatest sharpening amount (1.0) must lie in [2.0, 10.0]");
    refuses(
        () -> RandomTransform.unsharpMask(0, 1, 12),
        "sharpening sigma (12.0) must lie in [0.0, 10.0] pixels");
  }

  private static void refuses(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** A Gaussian to four standard deviations, one axis after the other, black outside. */
  private static double[] blur(GrayImage image, double sigma) {
    int width = image.width();
    int height = image.height();
    double[] levels = new double[width * height];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = image.pixel(i % width, i / width);
    }
    double[] across = new double[levels.length];
    double[] both = new double[levels.length];
    int radius = (int) (4 * sigma + 0.5);
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      sum += Math.exp(-k * k / (2 * sigma * sigma));
    }
    for (int pass = 0; pass < 2; pass++) {
      double[] from = pass == 0 ? levels : across;
      double[] to = pass == 0 ? across : both;
      for (int i = 0; i < levels.length; i++) {
        for (int k = -radius; k <= radius; k++) {
          int x = i % width + (pass == 0 ? k : 0);
          int y = i / width + (pass == 1 ? k : 0);
          if (x >= 0 && x < width && y >= 0 && y < height) {
            to[i] += Math.exp(-k * k / (2 * sigma * sigma)) / sum * from[y * width + x];
          }
        }
      }
    }
    return both;
  }
}
