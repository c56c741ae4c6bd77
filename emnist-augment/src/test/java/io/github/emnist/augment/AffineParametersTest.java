package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffineParametersTest {
  @Test
  void isWithinOneGreyLevelOfTheFloat64Reference() {
    CounterRandom random = new CounterRandom(1, 0, 0);
    for (int i = 0; i < 2000; i++) {
      AffineParameters parameters = anything(random);
      GrayImage image = i % 2 == 0 ? Images.noise(28, 28, i) : Images.checkerboard(28, 28);
      assertThat(difference(parameters, image)).as("%s", parameters).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "9, 1", "2, 3", "31, 17", "17, 31", "1025, 3", "3, 1025", "300, 200"})
  void isWithinOneGreyLevelOfTheReferenceAtAnySize(int width, int height) {
    CounterRandom random = new CounterRandom(2, width, height);
    GrayImage image = Images.noise(width, height, 3);
    for (int i = 0; i < 30; i++) {
      AffineParameters parameters = anything(random);
      assertThat(difference(parameters, image)).as("%s", parameters).isLessThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0.01, 0.01, 0",
    "0, 0, 0, 100, 100, 0",
    "37, 0.25, -0.5, 0.01, 100, 10",
    "-360, 0, 0, 1, 1, -10",
    "90, 0.5, 0.5, 0.5, 2, 0",
    "0, 27.5, 0, 1, 1, 0",
    "0, 28, 0, 1, 1, 0",
    "0, 0, -28.5, 1, 1, 0",
    "12, 32767, -32767, 1, 1, 0"
  })
  void isWithinOneGreyLevelOfTheReferenceAtTheExtremes(
      double rotation, double shiftX, double shiftY, double zoomX, double zoomY, double shear) {
    AffineParameters parameters =
        new AffineParameters(rotation, shiftX, shiftY, zoomX, zoomY, shear);
    assertThat(difference(parameters, Images.noise(28, 28, 4))).isLessThanOrEqualTo(1);
  }

  /** Java 2D's own transform, whose pixels are squares: their centres lie half a pixel further. */
  @Test
  void agreesWithJava2dInsideTheImage() {
    CounterRandom random = new CounterRandom(5, 0, 0);
    for (int i = 0; i < 50; i++) {
      AffineParameters p =
          new AffineParameters(
              between(random, -30, 30),
              between(random, -3, 3),
              between(random, -3, 3),
              between(random, 1.2, 1.5),
              between(random, 1.2, 1.5),
              between(random, -0.2, 0.2));
      GrayImage image = blurred(i);
      AffineTransform java2d = new AffineTransform();
      java2d.translate(20 + p.shift().x(), 20 + p.shift().y());
      java2d.rotate(-Math.toRadians(p.rotation()));
      java2d.shear(-p.shear(), 0);
      java2d.scale(p.zoom().x(), p.zoom().y());
      java2d.translate(-20, -20);
      BufferedImage drawn = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
      new AffineTransformOp(java2d, AffineTransformOp.TYPE_BILINEAR)
          .filter(image.toBufferedImage(), drawn);
      byte[] pixels = ((DataBufferByte) drawn.getRaster().getDataBuffer()).getData();
      GrayImage expected = GrayImage.of(40, 40, pixels);
      assertThat(Images.mass(expected)).isGreaterThan(10_000);
      assertThat(Images.maxDifference(p.apply(image), expected, 12))
          .as("%s", p)
          .isLessThanOrEqualTo(2);
    }
  }

  @Test
  void changesNothingAtZeroStrength() {
    for (GrayImage image : new GrayImage[] {Images.noise(28, 28, 6), Images.noise(33, 7, 7)}) {
      assertThat(AffineParameters.IDENTITY.apply(image)).isEqualTo(image);
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "0, 5", "-4, 2", "-1, -27", "28, 0", "100, -100"})
  void shiftsByWholePixelsExactly(int right, int down) {
    GrayImage image = Images.noise(28, 28, 8);
    GrayImage shifted = new AffineParameters(0, right, down, 1, 1, 0).apply(image);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        boolean inside = x >= right && x - right < 28 && y >= down && y - down < 28;
        assertThat(shifted.pixel(x, y)).isEqualTo(inside ? image.pixel(x - right, y - down) : 0);
      }
    }
  }

  @Test
  void turnsByRightAnglesExactly() {
    GrayImage image = Images.noise(28, 28, 9);
    GrayImage quarter = new AffineParameters(90, 0, 0, 1, 1, 0).apply(image);
    GrayImage half = new AffineParameters(180, 0, 0, 1, 1, 0).apply(image);
    GrayImage back = new AffineParameters(-270, 0, 0, 1, 1, 0).apply(image);
    for (int y = 0; y < 28; y++) {
      for (int x = 0; x < 28; x++) {
        // Counter-clockwise: the right edge becomes the top.
        assertThat(quarter.pixel(x, y)).isEqualTo(image.pixel(27 - y, x));
        assertThat(half.pixel(x, y)).isEqualTo(image.pixel(27 - x, 27 - y));
      }
    }
    assertThat(back).isEqualTo(quarter);
  }

  @ParameterizedTest
  @CsvSource({"5", "30", "45", "-77"})
  void rotationThereAndBackIsClose(double degrees) {
    GrayImage image = Images.spot(28, 28, 8, 17, 4);
    GrayImage there = new AffineParameters(degrees, 0, 0, 1, 1, 0).apply(image);
    GrayImage back = new AffineParameters(-degrees, 0, 0, 1, 1, 0).apply(there);
    assertThat(Images.maxDifference(image, there, 0)).isGreaterThan(25);
    assertThat(Images.maxDifference(image, back, 0)).isLessThanOrEqualTo(16);
  }

  /** A spot right of or above the centre, and where each parameter must move it. */
  @ParameterizedTest
  @CsvSource({
    // spot,  turn, shift,      zoom,     shear, expected
    "6, 0,    90,   0, 0,       1, 1,     0,     0, -6",
    "6, 0,    30,   0, 0,       1, 1,     0,     5.196, -3",
    "0, -6,   90,   0, 0,       1, 1,     0,     -6, 0",
    "6, 0,    0,    2.5, 1.5,   1, 1,     0,     8.5, 1.5",
    "6, -4,   0,    0, 0,       1.5, 0.5, 0,     9, -2",
    "0, -6,   0,    0, 0,       1, 1,     0.5,   3, -6",
    "0, 6,    0,    0, 0,       1, 1,     0.5,   -3, 6",
    "6, 0,    0,    0, 0,       1, 1,     0.5,   6, 0",
    // In order: zoom to (0, -8), shear to (4, -8), turn to (-8, -4), shift.
    "0, -4,   90,   1, 2,       1, 2,     0.5,   -7, -2"
  })
  void movesInkWhereItShould(
      double x,
      double y,
      double rotation,
      double shiftX,
      double shiftY,
      double zoomX,
      double zoomY,
      double shear,
      double expectedX,
      double expectedY) {
    GrayImage image = Images.spot(41, 41, 20 + x, 20 + y, 2);
    double[] centroid =
        Images.centroid(
            new AffineParameters(rotation, shiftX, shiftY, zoomX, zoomY, shear).apply(image));
    assertThat(centroid[0]).isEqualTo(expectedX, within(0.05));
    assertThat(centroid[1]).isEqualTo(expectedY, within(0.05));
  }

  @Test
  void zoomEnlargesTheInkByItsArea() {
    GrayImage image = Images.spot(41, 41, 20, 20, 5);
    double before = Images.mass(image);
    double enlarged = Images.mass(new AffineParameters(0, 0, 0, 1.5, 1.2, 0).apply(image));
    double shrunk = Images.mass(new AffineParameters(0, 0, 0, 0.8, 1, 0).apply(image));
    assertThat(enlarged / before).isEqualTo(1.8, within(0.02));
    assertThat(shrunk / before).isEqualTo(0.8, within(0.02));
  }

  @Test
  void imagesOfOtherSizesLeaveNoTrace() {
    AffineParameters parameters = new AffineParameters(33, 1, 1, 0.5, 0.5, 0.1);
    for (int[] size : new int[][] {{40, 40}, {9, 9}, {28, 28}, {28, 5}, {5, 28}, {64, 2000}}) {
      assertThat(difference(parameters, Images.noise(size[0], size[1], 10))).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void worksInTheMiddleOfArrays() {
    AffineParameters parameters = new AffineParameters(10, 1, -1, 1.1, 0.9, 0.1);
    GrayImage image = Images.noise(8, 6, 11);
    byte[] both = new byte[200];
    Arrays.fill(both, (byte) 77);
    image.copyTo(both, 20);
    parameters.apply(Pixels.of(both, 20, 1, 8, 6), Pixels.of(both, 100, 1, 8, 6));
    assertThat(GrayImage.of(8, 6, both, 20)).isEqualTo(image);
    assertThat(GrayImage.of(8, 6, both, 100)).isEqualTo(parameters.apply(image));
    for (int i = 0; i < both.length; i++) {
      if (!(i >= 20 && i < 68) && !(i >= 100 && i < 148)) {
        assertThat(both[i]).as("byte %d", i).isEqualTo((byte) 77);
      }
    }
  }

  @Test
  void equalsByValue() {
    AffineParameters one = new AffineParameters(1, 2, 3, 1.1, 1.2, 0.1);
    assertThat(one).isEqualTo(new AffineParameters(1, 2, 3, 1.1, 1.2, 0.1));
    assertThat(one).isNotEqualTo(new AffineParameters(1, 2, 3, 1.1, 1.2, 0.2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NaN | 0 | 0 | 1 | 1 | 0 | rotation (NaN) must lie in [-360.0, 360.0] degrees",
        "361 | 0 | 0 | 1 | 1 | 0 | rotation (361.0) must lie in [-360.0, 360.0] degrees",
        "0 | Infinity | 0 | 1 | 1 | 0 | shiftX (Infinity) must lie in [-32767.0, 32767.0] pixels",
        "0 | 0 | -40000 | 1 | 1 | 0 | shiftY (-40000.0) must lie in [-32767.0, 32767.0] pixels",
        "0 | 0 | 0 | 0 | 1 | 0 | zoomX (0.0) must lie in [0.01, 100.0]",
        "0 | 0 | 0 | 1 | -1 | 0 | zoomY (-1.0) must lie in [0.01, 100.0]",
        "0 | 0 | 0 | 1 | 1 | -11 | shear (-11.0) must lie in [-10.0, 10.0]"
      })
  void refusesParametersOutsideTheirIntervals(
      double rotation,
      double shiftX,
      double shiftY,
      double zoomX,
      double zoomY,
      double shear,
      String message) {
    assertThatThrownBy(() -> new AffineParameters(rotation, shiftX, shiftY, zoomX, zoomY, shear))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 0 | 0 | 5 | image size (0 x 5) must lie in 1 x 1 to 32767 x 32767",
        "0 | 0 | 5 | 32768 | image size (5 x 32768) must lie in 1 x 1 to 32767 x 32767",
        "0 | 0 | 11 | 10 | array (100 bytes) must hold 1 images of 11 x 10 from offset 0",
        "1 | 0 | 10 | 10 | array (100 bytes) must hold 1 images of 10 x 10 from offset 1",
        "-1 | 0 | 5 | 5 | array (100 bytes) must hold 1 images of 5 x 5 from offset -1",
        "0 | 76 | 5 | 5 | array (100 bytes) must hold 1 images of 5 x 5 from offset 76",
        "0 | 0 | 32767 | 32767 | array (100 bytes) must hold 1 images of 32767 x 32767 from offset"
            + " 0",
        "0 | 24 | 5 | 5 | source and target overlap: 25 bytes from 0 and from 24 of one array",
        "30 | 30 | 5 | 5 | source and target overlap: 25 bytes from 30 and from 30 of one array"
      })
  void refusesArraysThatDoNotFit(int from, int to, int width, int height, String message) {
    byte[] array = new byte[100];
    assertThatThrownBy(
            () ->
                AffineParameters.IDENTITY.apply(
                    Pixels.of(array, from, 1, width, height),
                    Pixels.of(array, to, 1, width, height)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static int difference(AffineParameters parameters, GrayImage image) {
    return Images.maxDifference(
        parameters.apply(image), ReferenceAffine.apply(parameters, image), 0);
  }

  private static AffineParameters anything(CounterRandom random) {
    return new AffineParameters(
        between(random, -360, 360),
        between(random, -9, 9),
        between(random, -9, 9),
        between(random, 0.3, 3),
        between(random, 0.3, 3),
        between(random, -1, 1));
  }

  /** Noise smoothed until Java 2D's coarser weights matter little. */
  private static GrayImage blurred(int seed) {
    GrayImage noise = Images.noise(40, 40, seed);
    byte[] pixels = new byte[1600];
    for (int i = 0; i < pixels.length; i++) {
      int sum = 0;
      for (int k = 0; k < 49; k++) {
        int x = Math.min(Math.max(i % 40 + k % 7 - 3, 0), 39);
        int y = Math.min(Math.max(i / 40 + k / 7 - 3, 0), 39);
        sum += noise.pixel(x, y);
      }
      pixels[i] = (byte) (sum / 49);
    }
    return GrayImage.of(40, 40, pixels);
  }

  private static double between(CounterRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
