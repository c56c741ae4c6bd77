package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.StrokeWidth;
import io.github.emnist.data.GrayImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrokeWidthTest {
  private static final int SIDE = 41;

  @ParameterizedTest
  @ValueSource(doubles = {-8, -3.3, -2, -1, -0.7, -0.01, 0.01, 0.5, 1, 2, 2.6, 5.1, 8})
  void isWithinOneGreyLevelOfTheFloat64Reference(double change) {
    for (GrayImage image :
        new GrayImage[] {
          Images.noise(28, 28, 1), Images.spot(28, 28, 10, 15, 4), Pens.ring(28, 8, 3)
        }) {
      GrayImage expected = ReferenceStroke.apply(change, image);
      // Each further step of a wide disc rounds to whole grey levels once more.
      assertThat(Images.maxDifference(new StrokeWidth(change).apply(image), expected, 0))
          .isLessThanOrEqualTo(change > 2 ? 2 : 1);
    }
  }

  /** Several bands of rows, or one that is not full. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "9, 1", "2, 3", "31, 17", "2050, 3", "3, 2050", "150, 100"})
  void isWithinOneGreyLevelOfTheReferenceAtAnySize(int width, int height) {
    GrayImage image = Images.noise(width, height, 2);
    for (double change : new double[] {-2.2, 1.4}) {
      GrayImage expected = ReferenceStroke.apply(change, image);
      assertThat(Images.maxDifference(new StrokeWidth(change).apply(image), expected, 0))
          .isLessThanOrEqualTo(1);
    }
  }

  /** What is drawn with one pen and changed must have as much ink as what is drawn with another. */
  @ParameterizedTest
  @CsvSource({
    "3, 0.25",
    "3, 0.5",
    "3, 1",
    "2, 1.5",
    "3, 2",
    "2, 3.5",
    "4, 6",
    "3, -0.25",
    "3, -0.5",
    "3, -1",
    "5, -1.5",
    "4, -2",
    "6, -3.5",
    "8, -6"
  })
  void straightStrokesBecomeAsMuchWiderAsAsked(double width, double change) {
    for (double degrees = -84; degrees <= 90; degrees += 12) {
      GrayImage bar = Pens.bar(SIDE, degrees, width);
      GrayImage other = Pens.bar(SIDE, degrees, width + change);
      double perInk = width / Pens.ink(bar, 10);
      double measured = Pens.ink(new StrokeWidth(change).apply(bar), 10) * perInk;
      double expected = Pens.ink(other, 10) * perInk;
      assertThat(measured)
          .as("%s degrees", degrees)
          .isEqualTo(expected, within(0.05 + 0.08 * Math.abs(change)));
    }
  }

  @ParameterizedTest
  @CsvSource({"3, 1", "3, 2", "2, 3", "3, -1", "4, -1.5", "5, -3", "3, 0.3", "3, -0.3"})
  void curvesBecomeAsMuchWiderAsAsked(double width, double change) {
    for (double radius : new double[] {7, 12}) {
      GrayImage ring = Pens.ring(SIDE, radius, width);
      double perInk = width / Pens.ink(ring, 0);
      double measured = Pens.ink(new StrokeWidth(change).apply(ring), 0) * perInk;
      assertThat(measured).isEqualTo(width + change, within(0.05 + 0.08 * Math.abs(change)));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-8, -4, -1, -0.3})
  void aStrokeOfOnePixelIsNotThinned(double change) {
    for (double degrees : new double[] {0, 90}) {
      GrayImage line = Pens.bar(SIDE, degrees, 1);
      // But for its ends, which the image's edges cut off.
      assertThat(Images.maxDifference(new StrokeWidth(change).apply(line), line, 5)).isZero();
    }
    for (double degrees = -84; degrees <= 90; degrees += 12) {
      GrayImage line = Pens.bar(SIDE, degrees, 1);
      double kept = Pens.ink(new StrokeWidth(change).apply(line), 10) / Pens.ink(line, 10);
      assertThat(kept).as("%s degrees", degrees).isGreaterThan(change < -1 ? 0.3 : 0.6);
    }
  }

  @Test
  void ofAnyStraightStrokeAMiddleLineRemains() {
    for (double width = 1; width <= 7; width += 0.5) {
      for (double change = -8; change <= -width; change += 0.5) {
        GrayImage thinned = new StrokeWidth(change).apply(Pens.bar(SIDE, 90, width));
        double measured = Pens.ink(thinned, 10) / (SIDE - 20);
        assertThat(measured).as("%s by %s", width, change).isBetween(0.75, 1.5);
      }
    }
  }

  @Test
  void noCurveIsErased() {
    for (double width = 1; width <= 4; width += 0.5) {
      GrayImage ring = Pens.ring(SIDE, 9, width);
      double full = Pens.ink(Pens.ring(SIDE, 9, 1), 0);
      assertThat(Pens.ink(new StrokeWidth(-4).apply(ring), 0))
          .as("width %s", width)
          .isGreaterThan(0.3 * full);
    }
  }

  @Test
  void moreInkIsNeverLess() {
    GrayImage image = Pens.ring(28, 7, 3);
    double last = 0;
    for (double change = -4; change <= 4; change += 0.125) {
      double ink = Pens.ink(new StrokeWidth(change).apply(image), 0);
      assertThat(ink).as("change %s", change).isGreaterThanOrEqualTo(last - 0.5);
      last = ink;
    }
  }

  @Test
  void changesNothingAtZeroStrength() {
    GrayImage image = Images.noise(33, 7, 3);
    assertThat(new StrokeWidth(0).apply(image)).isEqualTo(image);
    assertThat(new StrokeWidth(-0.0).apply(image)).isEqualTo(image);
  }

  @Test
  void leavesABlankImageBlank() {
    for (int[] size : new int[][] {{28, 28}, {9, 1}, {1, 9}, {1, 1}}) {
      GrayImage blank = GrayImage.of(size[0], size[1], new byte[size[0] * size[1]]);
      assertThat(new StrokeWidth(2).apply(blank)).isEqualTo(blank);
      assertThat(new StrokeWidth(-2).apply(blank)).isEqualTo(blank);
    }
  }

  @Test
  void refusesParametersOutsideTheirIntervals() {
    assertThatThrownBy(() -> new StrokeWidth(9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stroke width change (9.0) must lie in [-8.0, 8.0] pixels");
    assertThatThrownBy(() -> new StrokeWidth(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stroke width change (NaN) must lie in [-8.0, 8.0] pixels");
    assertThatThrownBy(() -> RandomTransform.strokeWidth(-9, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("least stroke width change (-9.0) must lie in [-8.0, 8.0] pixels");
    assertThatThrownBy(() -> RandomTransform.strokeWidth(1, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("greatest stroke width change (0.5) must lie in [1.0, 8.0] pixels");
  }
}
