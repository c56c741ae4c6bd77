package io.github.emnist.augment;

import static io.github.emnist.augment.RandomTransform.affine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class RandomAffineTest {
  private static final int DRAWS = 20_000;

  private static final RandomTransform ALL =
      RandomTransform.affine().rotation(10).shift(2, 3).zoomPerAxis(0.8, 1.1).shear(0.15).build();

  @Test
  void drawsEachParameterUniformlyFromItsRange() {
    assertUniform(AffineParameters::rotation, -10, 10);
    assertUniform(p -> p.shift().x(), -2, 2);
    assertUniform(p -> p.shift().y(), -3, 3);
    assertUniform(p -> p.zoom().x(), 0.8, 1.1);
    assertUniform(p -> p.zoom().y(), 0.8, 1.1);
    assertUniform(AffineParameters::shear, -0.15, 0.15);
  }

  @Test
  void drawsTheParametersIndependently() {
    var drawn = draw(ALL);
    for (int a = 0; a < 6; a++) {
      for (int b = 0; b < a; b++) {
        // One standard deviation of a correlation of independent draws is 1 / sqrt(20,000) = 0.007.
        assertThat(correlation(column(drawn, a), column(drawn, b)))
            .as("parameters %d and %d", a, b)
            .isEqualTo(0, within(0.03));
      }
    }
  }

  @Test
  void jointZoomKeepsTheAspectRatio() {
    RandomTransform joint = RandomTransform.affine().zoom(0.5, 2).build();
    AffineParameters[] drawn = draw(joint);
    assertThat(drawn).allSatisfy(p -> assertThat(p.zoom().x()).isEqualTo(p.zoom().y()));
    assertThat(Arrays.stream(drawn).mapToDouble(p -> p.zoom().x()).min().orElseThrow())
        .isLessThan(0.51);
  }

  @Test
  void changesNothingByDefault() {
    GrayImage image = Images.noise(28, 28, 1);
    ImageTransform drawn = RandomTransform.affine().build().sample(new CounterRandom(1, 2, 3));
    assertThat(drawn.apply(image)).isEqualTo(image);
  }

  @Test
  void appliesWhatItSamples() {
    GrayImage image = Images.noise(28, 28, 2);
    for (RandomTransform affine :
        new RandomTransform[] {ALL, RandomTransform.affine().rotation(30).zoom(0.5, 2).build()}) {
      for (int i = 0; i < 100; i++) {
        byte[] target = new byte[784];
        affine.apply(new CounterRandom(1, 2, i), Pixels.of(image), Pixels.of(target, 28, 28));
        GrayImage again = affine.sample(new CounterRandom(1, 2, i)).apply(image);
        assertThat(GrayImage.of(28, 28, target)).isEqualTo(again);
      }
    }
  }

  /** Widening one range must not change the others' draws. */
  @Test
  void emptyRangeTakesADraw() {
    AffineParameters all = (AffineParameters) ALL.sample(new CounterRandom(1, 0, 0));
    RandomTransform shearOnly = RandomTransform.affine().zoomPerAxis(1, 1).shear(0.15).build();
    AffineParameters drawn = (AffineParameters) shearOnly.sample(new CounterRandom(1, 0, 0));
    assertThat(drawn.shear()).isEqualTo(all.shear());
  }

  @Test
  void equalsByRangesAndPrintsThem() {
    RandomTransform one = RandomTransform.affine().rotation(10).shift(2).zoom(0.9, 1.1).build();
    RandomTransform same = RandomTransform.affine().zoom(0.9, 1.1).shift(2, 2).rotation(10).build();
    RandomTransform other =
        RandomTransform.affine().rotation(10).shift(2).zoomPerAxis(0.9, 1.1).build();
    assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(other);
    assertThat(one)
        .hasToString(
            "RandomAffine[rotation=10.0, shiftX=2.0, shiftY=2.0, zoom=[0.9, 1.1], jointZoom=true,"
                + " shear=0.0, resampling=Resampling[interpolation=BILINEAR, fill=CONSTANT,"
                + " value=0]]");
  }

  @Test
  void refusesIllegalRanges() {
    refuses(affine().rotation(-1), "rotation (-1.0) must lie in [0.0, 180.0] degrees");
    refuses(affine().rotation(181), "rotation (181.0) must lie in [0.0, 180.0] degrees");
    refuses(affine().rotation(Double.NaN), "rotation (NaN) must lie in [0.0, 180.0] degrees");
    refuses(affine().shift(-2), "horizontal shift (-2.0) must lie in [0.0, 32767.0] pixels");
    refuses(
        affine().shift(Double.POSITIVE_INFINITY, 0),
        "horizontal shift (Infinity) must lie in [0.0, 32767.0] pixels");
    refuses(affine().shift(0, -0.5), "vertical shift (-0.5) must lie in [0.0, 32767.0] pixels");
    refuses(affine().zoom(0, 1), "least zoom (0.0) must lie in [0.01, 100.0]");
    refuses(affine().zoomPerAxis(-1, 1), "least zoom (-1.0) must lie in [0.01, 100.0]");
    refuses(affine().zoom(1.1, 0.9), "greatest zoom (0.9) must lie in [1.1, 100.0]");
    refuses(affine().zoomPerAxis(1, Double.NaN), "greatest zoom (NaN) must lie in [1.0, 100.0]");
    refuses(affine().shear(-0.1), "shear (-0.1) must lie in [0.0, 10.0]");
  }

  private static void refuses(RandomTransform.AffineBuilder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /** Range, mean, and Pearson's chi-squared over 20 bins: 43.8 is exceeded once in a thousand. */
  private static void assertUniform(
      ToDoubleFunction<AffineParameters> parameter, double low, double high) {
    double[] values = Arrays.stream(draw(ALL)).mapToDouble(parameter).toArray();
    assertThat(Arrays.stream(values).filter(value -> value < low || value > high)).isEmpty();
    double deviation = (high - low) / Math.sqrt(12.0 * DRAWS);
    assertThat(Arrays.stream(values).average().orElseThrow())
        .isEqualTo((low + high) / 2, within(4 * deviation));
    int[] bins = new int[20];
    for (double value : values) {
      bins[Math.min((int) ((value - low) / (high - low) * 20), 19)]++;
    }
    double expected = DRAWS / 20.0;
    double chiSquared = 0;
    for (int bin : bins) {
      chiSquared += (bin - expected) * (bin - expected) / expected;
    }
    assertThat(chiSquared).isLessThan(43.8);
  }

  /** As a training run draws: one position after the other, each from its own stream. */
  private static AffineParameters[] draw(RandomTransform affine) {
    AffineParameters[] drawn = new AffineParameters[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      drawn[i] = (AffineParameters) affine.sample(new CounterRandom(42, 3, i));
    }
    return drawn;
  }

  private static double[] column(AffineParameters[] drawn, int index) {
    return Arrays.stream(drawn)
        .mapToDouble(
            p ->
                new double[] {
                      p.rotation(),
                      p.shift().x(),
                      p.shift().y(),
                      p.zoom().x(),
                      p.zoom().y(),
                      p.shear()
                    }
                    [index])
        .toArray();
  }

  private static double correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double products = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      products += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return products / Math.sqrt(squaresA * squaresB);
  }
}
