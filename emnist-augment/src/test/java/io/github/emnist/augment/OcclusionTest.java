package io.github.emnist.augment;

import static io.github.emnist.augment.RandomTransform.erasing;
import static io.github.emnist.augment.RandomTransform.lineStrikes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.Erasing;
import io.github.emnist.augment.Transforms.LineStrike;
import io.github.emnist.augment.Transforms.PerAxis;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcclusionTest {
  private static final PerAxis CORNER = new PerAxis(0, 0);
  private static final GrayImage BLACK = GrayImage.of(28, 28, new byte[784]);

  @ParameterizedTest
  @CsvSource({
    // area, aspect, x, y, expected left, top, width, height
    "0.25, 1, 0, 0, 0, 0, 14, 14",
    "0.25, 1, 1, 1, 14, 14, 14, 14",
    "0.25, 1, 0.5, 0.5, 7, 7, 14, 14",
    "0.25, 4, 0, 0, 0, 0, 7, 28",
    "0.25, 0.25, 0, 0.999, 0, 21, 28, 7",
    "0.25, 100, 0, 0, 0, 0, 7, 28",
    "0.5, 0.01, 0, 1, 0, 14, 28, 14",
    "1, 3, 0.3, 0.7, 0, 0, 28, 28",
    "0.001, 1, 0.5, 0.5, 14, 14, 1, 1",
    "0.0001, 1, 0.5, 0.5, 0, 0, 0, 0"
  })
  void erasesItsRectangle(
      double area, double aspect, double x, double y, int left, int top, int width, int height) {
    GrayImage erased = new Erasing(area, aspect, new PerAxis(x, y), 9, 9, 1).apply(BLACK);
    for (int i = 0; i < 784; i++) {
      boolean inside =
          i % 28 >= left && i % 28 < left + width && i / 28 >= top && i / 28 < top + height;
      assertThat(erased.pixel(i % 28, i / 28)).as("pixel %d", i).isEqualTo(inside ? 9 : 0);
    }
  }

  @Test
  void erasesTheGivenShareAnywhere() {
    CounterRandom random = new CounterRandom(1, 0, 0);
    RandomTransform erasing =
        RandomTransform.erasing().area(0.05, 0.6).aspect(0.1, 10).fill(1).build();
    GrayImage blank = GrayImage.of(120, 60, new byte[7200]);
    for (int i = 0; i < 500; i++) {
      Erasing drawn = (Erasing) erasing.sample(random);
      double share = Images.mass(drawn.apply(blank)) / 7200;
      // Two sides rounded by half a pixel.
      assertThat(share).as("%s", drawn).isEqualTo(drawn.area(), within(0.013));
    }
  }

  @Test
  void fillsWithUniformNoise() {
    int[] found = new int[256];
    GrayImage image = GrayImage.of(100, 1000, new byte[100_000]);
    for (byte level : new Erasing(1, 1, CORNER, 100, 109, 7).apply(image).toBytes()) {
      found[level & 0xFF]++;
    }
    for (int level = 0; level < 256; level++) {
      boolean inside = level >= 100 && level <= 109;
      assertThat(found[level]).isCloseTo(inside ? 10_000 : 0, within(inside ? 400 : 0));
    }
    assertThat(new Erasing(1, 1, CORNER, 0, 255, 8).apply(image))
        .isEqualTo(new Erasing(1, 1, CORNER, 0, 255, 8).apply(image))
        .isNotEqualTo(new Erasing(1, 1, CORNER, 0, 255, 9).apply(image));
  }

  /** Every row and column is erased about as often as possible places imply. */
  @Test
  void rectanglesLieEverywhere() {
    RandomTransform erasing = RandomTransform.erasing().area(0.0625, 0.0625).aspect(1, 1).build();
    byte[] white = new byte[784];
    Arrays.fill(white, (byte) 255);
    int[] lefts = new int[28];
    for (int i = 0; i < 22_000; i++) {
      byte[] erased = new byte[784];
      erasing.apply(
          new CounterRandom(3, 0, i), Pixels.of(white, 28, 28), Pixels.of(erased, 28, 28));
      int first = 0;
      while (erased[first] != 0) {
        first++;
      }
      lefts[first % 28]++;
    }
    for (int left = 0; left < 28; left++) {
      assertThat(lefts[left]).isCloseTo(left < 22 ? 1000 : 0, within(left < 22 ? 130 : 0));
    }
  }

  /** Two pixels thick, one pixel below or right of the middle, which lies between two pixels. */
  @ParameterizedTest
  @CsvSource({"0, true, 14", "90, false, 14", "180, true, 12", "-90, false, 12"})
  void drawsLinesAlongTheAxesExactly(double angle, boolean level, int first) {
    GrayImage line = new LineStrike(angle, 1, 2, 255).apply(BLACK);
    for (int i = 0; i < 784; i++) {
      int across = level ? i / 28 : i % 28;
      boolean inside = across == first || across == first + 1;
      assertThat(line.pixel(i % 28, i / 28)).isEqualTo(inside ? 255 : 0);
    }
  }

  @Test
  void thinLinesAreFaint() {
    GrayImage thin = new LineStrike(0, 0.5, 0.4, 200).apply(BLACK);
    assertThat(thin.pixel(5, 14)).isEqualTo(80);
    assertThat(thin.pixel(5, 13)).isZero();
    assertThat(thin.pixel(5, 15)).isZero();
  }

  /** Java 2D knows the exact share of a pixel that a slanted line covers. */
  @ParameterizedTest
  @CsvSource({
    "10, 3.2, 1",
    "-37, -5, 2.5",
    "45, 0, 1",
    "135, 0.4, 0.3",
    "0.001, 3.3, 2",
    "89.9999999999, 1.2, 3",
    "80, 7, 0.7",
    "-64, 2, 4",
    "23, -9, 1.5"
  })
  void agreesWithJava2d(double angle, double offset, double thickness) {
    BufferedImage drawn = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = drawn.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setColor(Color.WHITE);
    graphics.setStroke(new BasicStroke((float) thickness));
    double sin = Math.sin(Math.toRadians(angle));
    double cos = Math.cos(Math.toRadians(angle));
    double x = 14 + offset * sin;
    double y = 14 + offset * cos;
    graphics.draw(new Line2D.Double(x - 99 * cos, y + 99 * sin, x + 99 * cos, y - 99 * sin));
    graphics.dispose();
    byte[] pixels = ((DataBufferByte) drawn.getRaster().getDataBuffer()).getData();
    GrayImage expected = GrayImage.of(28, 28, pixels);
    GrayImage line = new LineStrike(angle, offset, thickness, 255).apply(BLACK);
    assertThat(Images.maxDifference(line, expected, 0)).isLessThanOrEqualTo(16);
    assertThat(Images.mass(line) / Images.mass(expected)).isEqualTo(1, within(0.02));
  }

  @Test
  void linesCoverWhatWasThere() {
    GrayImage image = Images.noise(28, 28, 1);
    assertThat(new LineStrike(30, 2, 100, 77).apply(image).toBytes()).containsOnly(77);
    assertThat(new LineStrike(30, 200, 5, 77).apply(image)).isEqualTo(image);
  }

  @Test
  void drawsTheGivenNumberOfLines() {
    RandomTransform strikes = RandomTransform.lineStrikes().lines(1, 4).ink(10, 12).build();
    int[] counts = new int[5];
    int[] inks = new int[13];
    for (int i = 0; i < 4000; i++) {
      TransformSequence drawn = (TransformSequence) strikes.sample(new CounterRandom(1, 0, i));
      counts[drawn.steps().size()]++;
      inks[((LineStrike) drawn.steps().get(0)).ink()]++;
    }
    assertThat(counts[0]).isZero();
    for (int lines = 1; lines <= 4; lines++) {
      assertThat(counts[lines]).isCloseTo(1000, within(110));
    }
    for (int ink = 10; ink <= 12; ink++) {
      assertThat(inks[ink]).isCloseTo(1333, within(120));
    }
  }

  @Test
  void changesNothingAtZeroStrength() {
    GrayImage image = Images.noise(33, 7, 2);
    assertThat(new Erasing(0, 1, CORNER, 9, 9, 1).apply(image)).isEqualTo(image);
    assertThat(new LineStrike(33, 1, 0, 255).apply(image)).isEqualTo(image);
    RandomTransform none = RandomTransform.lineStrikes().lines(0, 0).build();
    assertThat(none.sample(new CounterRandom(1, 2, 3)).apply(image)).isEqualTo(image);
  }

  @Test
  void refusesParametersOutsideTheirIntervals() {
    refuses(() -> erased(1.1, 1, 0, 0, 0, 0), "erased area (1.1) must lie in [0.0, 1.0]");
    refuses(() -> erased(0.5, 0, 0, 0, 0, 0), "erased aspect (0.0) must lie in [0.01, 100.0]");
    refuses(() -> erased(0.5, 1, -1, 0, 0, 0), "erased x (-1.0) must lie in [0.0, 1.0]");
    refuses(() -> erased(0.5, 1, 0, 2, 0, 0), "erased y (2.0) must lie in [0.0, 1.0]");
    refuses(() -> erased(0.5, 1, 0, 0, -1, 0), "darkest fill (-1) must lie in [0, 255]");
    refuses(() -> erased(0.5, 1, 0, 0, 9, 8), "brightest fill (8) must lie in [9, 255]");
    refuses(
        () -> new LineStrike(361, 0, 1, 0),
        "line angle (361.0) must lie in [-360.0, 360.0] degrees");
    refuses(
        () -> new LineStrike(0, Double.NaN, 1, 0),
        "line offset (NaN) must lie in [-32767.0, 32767.0] pixels");
    refuses(
        () -> new LineStrike(0, 0, -1, 0), "line thickness (-1.0) must lie in [0.0, 100.0] pixels");
    refuses(() -> new LineStrike(0, 0, 1, 256), "line ink (256) must lie in [0, 255]");
  }

  @Test
  void refusesIllegalRanges() {
    refuses(erasing().area(-1, 1)::build, "least erased area (-1.0) must lie in [0.0, 1.0]");
    refuses(erasing().area(0.5, 0.4)::build, "greatest erased area (0.4) must lie in [0.5, 1.0]");
    refuses(erasing().aspect(0, 1)::build, "least erased aspect (0.0) must lie in [0.01, 100.0]");
    refuses(erasing().aspect(2, 1)::build, "greatest erased aspect (1.0) must lie in [2.0, 100.0]");
    refuses(erasing().fill(256)::build, "least fill (256) must lie in [0, 255]");
    refuses(erasing().noise(5, 4)::build, "greatest fill (4) must lie in [5, 255]");
    refuses(lineStrikes().lines(-1, 1)::build, "least lines (-1) must lie in [0, 100]");
    refuses(lineStrikes().lines(2, 1)::build, "greatest lines (1) must lie in [2, 100]");
    refuses(lineStrikes().angle(91)::build, "line angle (91.0) must lie in [0.0, 90.0] degrees");
    refuses(
        lineStrikes().offset(-1)::build, "line offset (-1.0) must lie in [0.0, 32767.0] pixels");
    refuses(
        lineStrikes().thickness(-1, 1)::build,
        "least line thickness (-1.0) must lie in [0.0, 100.0] pixels");
    refuses(
        lineStrikes().thickness(2, 1)::build,
        "greatest line thickness (1.0) must lie in [2.0, 100.0] pixels");
    refuses(lineStrikes().ink(256, 256)::build, "least line ink (256) must lie in [0, 255]");
    refuses(lineStrikes().ink(5, 4)::build, "greatest line ink (4) must lie in [5, 255]");
  }

  private static Erasing erased(double area, double aspect, double x, double y, int low, int high) {
    return new Erasing(area, aspect, new PerAxis(x, y), low, high, 1);
  }

  private static void refuses(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
