package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.GaussianNoise;
import io.github.emnist.augment.Transforms.SaltAndPepper;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final int DRAWS = 400_000;

  /** Points and the normal distribution there, from SciPy 1.10.1's {@code norm.cdf}. */
  private static final double[][] NORMAL = {
    {-4, 3.167124183311986e-05},
    {-3.7, 0.00010779973347738823},
    {-3, 0.0013498980316300933},
    {-2, 0.022750131948179195},
    {-1, 0.15865525393145707},
    {-0.5, 0.3085375387259869},
    {0, 0.5},
    {0.3, 0.6179114221889526},
    {1.5, 0.9331927987311419},
    {2.5, 0.9937903346742238},
    {3.5, 0.9997673709209645},
    {4, 0.9999683287581669}
  };

  @Test
  void normalsAreNormal() {
    double[] drawn = normals();
    for (double[] point : NORMAL) {
      double share = Arrays.stream(drawn).filter(z -> z < point[0]).count() / (double) DRAWS;
      double deviation = Math.sqrt(point[1] * (1 - point[1]) / DRAWS);
      assertThat(share).as("below %s", point[0]).isEqualTo(point[1], within(4 * deviation));
    }
  }

  /** Kolmogorov and Smirnov's distance from the integrated density: 1.95 once in a thousand. */
  @Test
  void normalsFollowTheirDensity() {
    double[] drawn = normals();
    Arrays.sort(drawn);
    double step = 1e-3;
    double below = 0;
    double worst = 0;
    int rank = 0;
    for (double x = -9; x < 9; x += step) {
      double middle = x + step / 2;
      below += step * Math.exp(-middle * middle / 2) / Math.sqrt(2 * Math.PI);
      while (rank < DRAWS && drawn[rank] < x + step) {
        rank++;
      }
      worst = Math.max(worst, Math.abs(below - (double) rank / DRAWS));
    }
    assertThat(below).isEqualTo(1, within(1e-6));
    assertThat(worst * Math.sqrt(DRAWS)).isLessThan(1.95);
  }

  @Test
  void gaussianNoiseHasItsMeanAndDeviation() {
    for (double sigma : new double[] {3, 20}) {
      byte[] grey = new byte[200 * 200];
      Arrays.fill(grey, (byte) 128);
      GrayImage noisy = new GaussianNoise(sigma, 5).apply(GrayImage.of(200, 200, grey));
      double mean = Images.mass(noisy) / grey.length;
      double squares = 0;
      for (byte level : noisy.toBytes()) {
        squares += ((level & 0xFF) - mean) * ((level & 0xFF) - mean);
      }
      assertThat(mean).isEqualTo(128, within(4 * sigma / 200));
      // Rounding to whole levels adds a twelfth to the variance.
      assertThat(Math.sqrt(squares / grey.length - 1 / 12.0)).isEqualTo(sigma, within(sigma / 50));
    }
  }

  @Test
  void noiseComesFromItsSeed() {
    GrayImage image = Images.spot(28, 28, 14, 14, 5);
    assertThat(new GaussianNoise(20, 1).apply(image))
        .isEqualTo(new GaussianNoise(20, 1).apply(image))
        .isNotEqualTo(new GaussianNoise(20, 2).apply(image));
    assertThat(new SaltAndPepper(0.2, 1).apply(image))
        .isEqualTo(new SaltAndPepper(0.2, 1).apply(image))
        .isNotEqualTo(new SaltAndPepper(0.2, 2).apply(image));
  }

  @Test
  void saltAndPepperHitsItsShareOfPixels() {
    byte[] grey = new byte[100 * 1000];
    Arrays.fill(grey, (byte) 128);
    GrayImage image = GrayImage.of(100, 1000, grey);
    for (double share : new double[] {0.05, 0.5}) {
      int[] found = new int[256];
      for (byte level : new SaltAndPepper(share, 6).apply(image).toBytes()) {
        found[level & 0xFF]++;
      }
      assertThat(found[0] + found[128] + found[255]).isEqualTo(grey.length);
      assertThat(found[0]).isCloseTo((int) (share / 2 * grey.length), within(600));
      assertThat(found[255]).isCloseTo((int) (share / 2 * grey.length), within(600));
    }
    for (byte level : new SaltAndPepper(1, 7).apply(image).toBytes()) {
      assertThat(level).isIn((byte) 0, (byte) 255);
    }
  }

  @Test
  void changesNothingAtZeroStrength() {
    GrayImage image = Images.noise(28, 28, 1);
    assertThat(new GaussianNoise(0, 3).apply(image)).isEqualTo(image);
    assertThat(new SaltAndPepper(0, 3).apply(image)).isEqualTo(image);
  }

  @Test
  void refusesParametersOutsideTheirIntervals() {
    refuses(
        () -> new GaussianNoise(-1, 0), "noise sigma (-1.0) must lie in [0.0, 255.0] grey levels");
    refuses(
        () -> RandomTransform.gaussianNoise(-1, 1),
        "least noise sigma (-1.0) must lie in [0.0, 255.0] grey levels");
    refuses(
        () -> RandomTransform.gaussianNoise(2, 1),
        "greatest noise sigma (1.0) must lie in [2.0, 255.0] grey levels");
    refuses(() -> new SaltAndPepper(1.1, 0), "salt-and-pepper share (1.1) must lie in [0.0, 1.0]");
    refuses(
        () -> RandomTransform.saltAndPepper(-0.1, 1),
        "least salt-and-pepper share (-0.1) must lie in [0.0, 1.0]");
    refuses(
        () -> RandomTransform.saltAndPepper(0.5, Double.NaN),
        "greatest salt-and-pepper share (NaN) must lie in [0.5, 1.0]");
  }

  private static void refuses(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  private static double[] normals() {
    CounterRandom random = new CounterRandom(1, 2, 3);
    double[] drawn = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      drawn[i] = Distributions.normal(random);
    }
    return drawn;
  }
}
