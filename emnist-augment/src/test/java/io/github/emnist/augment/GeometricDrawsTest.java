package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.RandomTransforms.KerasAffine;
import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.ElasticParameters;
import io.github.emnist.augment.Transforms.GridDistortionParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters;
import io.github.emnist.augment.Transforms.KerasAffineParameters.Shift;
import io.github.emnist.augment.Transforms.PerAxis;
import io.github.emnist.augment.Transforms.PerspectiveParameters;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tests the ranges and distributions of perspectives' and Keras' parameters. */
class GeometricDrawsTest {
  private static final int DRAWS = 20_000;

  private static final RandomTransform TILT = RandomTransform.perspective(0.4);
  private static final KerasAffine KERAS =
      new KerasAffine(25, 0.1, true, 3, false, 0.2, 15, Resampling.DEFAULT);

  @Test
  void drawsCornersUniformly() {
    List<ToDoubleFunction<PerspectiveParameters>> corners =
        List.of(
            p -> p.topLeft().x(),
            p -> p.topLeft().y(),
            p -> p.topRight().x(),
            p -> p.topRight().y(),
            p -> p.bottomRight().x(),
            p -> p.bottomRight().y(),
            p -> p.bottomLeft().x(),
            p -> p.bottomLeft().y());
    corners.forEach(c -> uniform(TILT, t -> c.applyAsDouble((PerspectiveParameters) t), 0, 0.4));
  }

  @Test
  void drawsAsKerasDoes() {
    uniform(KERAS, t -> ((KerasAffineParameters) t).theta(), -25, 25);
    uniform(KERAS, t -> ((KerasAffineParameters) t).widthShift().amount(), -0.1, 0.1);
    uniform(KERAS, t -> ((KerasAffineParameters) t).heightShift().amount(), -3, 3);
    uniform(KERAS, t -> ((KerasAffineParameters) t).shear(), -15, 15);
    uniform(KERAS, t -> ((KerasAffineParameters) t).zoom().y(), 0.8, 1.2);
    uniform(KERAS, t -> ((KerasAffineParameters) t).zoom().x(), 0.8, 1.2);
    KerasAffineParameters drawn = KERAS.sample(new CounterRandom(1, 2, 3));
    assertThat(drawn.widthShift().fraction()).isTrue();
    assertThat(drawn.heightShift().fraction()).isFalse();
  }

  /** A fraction of the height or the width; and the ink goes up and left, as in Keras. */
  @Test
  void kerasShiftsByFractionsOrPixels() {
    GrayImage image = Images.spot(40, 20, 22, 12, 2);
    double[] before = Images.centroid(image);
    double[] fraction = Images.centroid(shift(0.25, true, 0.1, true).apply(image));
    assertThat(before[0] - fraction[0]).isEqualTo(4, within(0.01));
    assertThat(before[1] - fraction[1]).isEqualTo(5, within(0.01));
    double[] pixels = Images.centroid(shift(0.25, false, 3, false).apply(image));
    assertThat(before[0] - pixels[0]).isEqualTo(3, within(0.01));
    assertThat(before[1] - pixels[1]).isEqualTo(0.25, within(0.01));
  }

  /** A weaker range of pixels is below 1 pixel, but no fraction. */
  @Test
  void kerasKeepsItsUnitsWhenWeakened() {
    KerasAffine weak = KERAS.withStrength(0.1);
    KerasAffineParameters drawn = weak.sample(new CounterRandom(1, 2, 3));
    assertThat(drawn.heightShift().amount()).isBetween(-0.3, 0.3);
    assertThat(drawn.heightShift().fraction()).isFalse();
    Augmentation written = Augmentation.of(weak);
    assertThat(Pipelines.read(written.toJson())).isEqualTo(written);
  }

  @Test
  void kerasTurnsClockwiseAndShrinks() {
    GrayImage right = Images.spot(41, 41, 26, 20, 2);
    double[] turned = Images.centroid(keras(90, 0, 1).apply(right));
    assertThat(turned[0]).isEqualTo(0, within(0.05));
    assertThat(turned[1]).isEqualTo(6, within(0.05));
    double[] zoomed = Images.centroid(keras(0, 0, 1.5).apply(right));
    assertThat(zoomed[0]).isEqualTo(4, within(0.05));
  }

  @Test
  void perspectiveTakesCornersWhereItSays() {
    // A spot at a quarter of the way from a corner moves with the quadrilateral's own corner.
    GrayImage image = Images.noise(28, 28, 1);
    assertThat(perspective(0, 0, 0, 0, 0, 0, 0, 0).apply(image)).isEqualTo(image);
    // All corners halfway in: the image at half its size.
    GrayImage spot = Images.spot(41, 41, 30, 12, 3);
    double[] half =
        Images.centroid(perspective(0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5).apply(spot));
    assertThat(half[0]).isEqualTo(5, within(0.05));
    assertThat(half[1]).isEqualTo(-4, within(0.05));
    // Only the top is narrower: what is above moves towards the middle, what is below stays.
    double[] top = Images.centroid(perspective(0.5, 0, 0.5, 0, 0, 0, 0, 0).apply(spot));
    assertThat(top[0]).isBetween(5.0, 8.0);
    GrayImage bottom = Images.spot(41, 41, 30, 39, 1);
    double[] low = Images.centroid(perspective(0.5, 0, 0.5, 0, 0, 0, 0, 0).apply(bottom));
    assertThat(low[0]).isEqualTo(Images.centroid(bottom)[0], within(0.5));
  }

  @Test
  void kerasTakesNumbersBelowOneForFractions() {
    assertThat(Augmentation.keras(25, 0.1, 3, 0.2, 15, Resampling.DEFAULT))
        .isEqualTo(Augmentation.of(KERAS));
  }

  @Test
  void refusesIllegalRanges() {
    refuses(() -> RandomTransform.perspective(0.7), "distortion (0.7) must lie in [0.0, 0.6]");
    refuses(
        () -> RandomTransform.perspective(Double.NaN), "distortion (NaN) must lie in [0.0, 0.6]");
    refuses(
        () -> RandomTransform.elastic(-1, 4), "alpha (-1.0) must lie in [0.0, 100000.0] pixels");
    refuses(() -> RandomTransform.elastic(1, 0), "sigma (0.0) must lie in [0.75, 1000.0] pixels");
    refuses(() -> RandomTransform.gridDistortion(0, 0.1), "cells (0) must lie in [1, 100]");
    refuses(() -> RandomTransform.gridDistortion(4, 1), "distortion (1.0) must lie in [0.0, 0.9]");
    refuses(
        () -> Augmentation.keras(-1, 0, 0, 0, 0, Resampling.DEFAULT),
        "rotationRange (-1.0) must lie in [0.0, 180.0] degrees");
    refuses(
        () -> Augmentation.keras(0, -1, 0, 0, 0, Resampling.DEFAULT),
        "widthShiftRange (-1.0) must lie in [0.0, 32767.0]");
    refuses(
        () -> Augmentation.keras(0, 0, Double.NaN, 0, 0, Resampling.DEFAULT),
        "heightShiftRange (NaN) must lie in [0.0, 32767.0]");
    refuses(
        () -> Augmentation.keras(0, 0, 0, 1, 0, Resampling.DEFAULT),
        "zoomRange (1.0) must lie in [0.0, 0.99]");
    refuses(
        () -> Augmentation.keras(0, 0, 0, 0, 90, Resampling.DEFAULT),
        "shearRange (90.0) must lie in [0.0, 89.0] degrees");
    refuses(
        () -> new Resampling(Interpolation.BILINEAR, FillMode.CONSTANT, -1),
        "fill value (-1) must lie in [0, 255]");
    refuses(
        () -> perspective(0, 0, 0, 0, -0.1, 0, 0, 0), "bottomRightX (-0.1) must lie in [0.0, 0.6]");
    refuses(() -> keras(400, 0, 1), "theta (400.0) must lie in [-360.0, 360.0] degrees");
    refuses(() -> keras(0, 0, 0), "zoomHeight (0.0) must lie in [0.01, 100.0]");
    refuses(
        () -> new ElasticParameters(1, 2000, 1, Resampling.DEFAULT),
        "sigma (2000.0) must lie in [0.75, 1000.0] pixels");
    refuses(
        () -> new GridDistortionParameters(101, 0, 1, Resampling.DEFAULT),
        "cells (101) must lie in [1, 100]");
    refuses(() -> Augmentation.randAugment(0, 9), "count of operations (0) must lie in [1, 10]");
    refuses(() -> Augmentation.randAugment(2, 31), "magnitude (31.0) must lie in [0.0, 30.0]");
  }

  private static KerasAffineParameters shift(
      double down, boolean downFraction, double right, boolean rightFraction) {
    return new KerasAffineParameters(
        0,
        new Shift(down, downFraction),
        new Shift(right, rightFraction),
        0,
        new PerAxis(1, 1),
        Resampling.DEFAULT);
  }

  private static KerasAffineParameters keras(double theta, double shear, double zoom) {
    Shift none = new Shift(0, false);
    return new KerasAffineParameters(
        theta, none, none, shear, new PerAxis(zoom, zoom), Resampling.DEFAULT);
  }

  private static PerspectiveParameters perspective(double... corners) {
    PerAxis[] c = new PerAxis[4];
    Arrays.setAll(c, i -> new PerAxis(corners[2 * i], corners[2 * i + 1]));
    return new PerspectiveParameters(c[0], c[1], c[2], c[3], Resampling.DEFAULT);
  }

  private static void refuses(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  /** Range, mean, and Pearson's chi-squared over 20 bins: 43.8 is exceeded once in a thousand. */
  private static void uniform(
      RandomTransform transform,
      ToDoubleFunction<ImageTransform> parameter,
      double low,
      double high) {
    double[] values = new double[DRAWS];
    int[] bins = new int[20];
    for (int i = 0; i < DRAWS; i++) {
      values[i] = parameter.applyAsDouble(transform.sample(new CounterRandom(42, 3, i)));
      assertThat(values[i]).isBetween(low, high);
      bins[Math.min((int) ((values[i] - low) / (high - low) * 20), 19)]++;
    }
    assertThat(Arrays.stream(values).average().orElseThrow())
        .isEqualTo((low + high) / 2, within(4 * (high - low) / Math.sqrt(12.0 * DRAWS)));
    double chiSquared = 0;
    for (int bin : bins) {
      chiSquared += Math.pow(bin - DRAWS / 20.0, 2) / (DRAWS / 20.0);
    }
    assertThat(chiSquared).isLessThan(43.8);
  }
}
