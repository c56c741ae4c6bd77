package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.augment.Transforms.Contrast;
import io.github.emnist.augment.Transforms.Erasing;
import io.github.emnist.augment.Transforms.Gamma;
import io.github.emnist.augment.Transforms.GaussianBlur;
import io.github.emnist.augment.Transforms.GaussianNoise;
import io.github.emnist.augment.Transforms.LineStrike;
import io.github.emnist.augment.Transforms.SaltAndPepper;
import io.github.emnist.augment.Transforms.StrokeWidth;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.augment.Transforms.UnsharpMask;
import io.github.emnist.data.internal.CounterRandom;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Tests the ranges and distributions of the pixel transforms' parameters. */
class PixelDrawsTest {
  private static final int DRAWS = 20_000;

  @Test
  void drawsUniformly() {
    uniform(RandomTransform.strokeWidth(-1, 2), t -> ((StrokeWidth) t).change(), -1, 2);
    uniform(RandomTransform.gaussianBlur(0.5, 2), t -> ((GaussianBlur) t).sigma(), 0.5, 2);
    uniform(RandomTransform.unsharpMask(1, 3, 1), t -> ((UnsharpMask) t).amount(), 1, 3);
    uniform(RandomTransform.contrast(0.5, 2, 127.5), t -> ((Contrast) t).factor(), 0.5, 2);
    uniform(RandomTransform.gaussianNoise(3, 30), t -> ((GaussianNoise) t).sigma(), 3, 30);
    uniform(RandomTransform.saltAndPepper(0.1, 0.2), t -> ((SaltAndPepper) t).share(), 0.1, 0.2);
  }

  @Test
  void drawsFactorsWithAUniformLogarithm() {
    uniform(
        RandomTransform.gamma(0.5, 2),
        t -> Math.log(((Gamma) t).gamma()),
        -Math.log(2),
        Math.log(2));
    uniform(
        RandomTransform.erasing().aspect(0.1, 1).build(),
        t -> Math.log10(((Erasing) t).aspect()),
        -1,
        0);
  }

  @Test
  void drawsOcclusionsUniformly() {
    RandomTransform erasing = RandomTransform.erasing().area(0.1, 0.3).build();
    uniform(erasing, t -> ((Erasing) t).area(), 0.1, 0.3);
    uniform(erasing, t -> ((Erasing) t).place().x(), 0, 1);
    uniform(erasing, t -> ((Erasing) t).place().y(), 0, 1);
    RandomTransform lines =
        RandomTransform.lineStrikes().angle(40).offset(9).thickness(1, 3).lines(1, 2).build();
    uniform(lines, t -> line(t).angle(), -40, 40);
    uniform(lines, t -> line(t).offset(), -9, 9);
    uniform(lines, t -> line(t).thickness(), 1, 3);
  }

  private static LineStrike line(ImageTransform transform) {
    return (LineStrike) ((TransformSequence) transform).steps().get(0);
  }

  @Test
  void anEmptyRangeGivesItsOnlyNumber() {
    assertThat(RandomTransform.gamma(1.3, 1.3).sample(new CounterRandom(1, 2, 3)))
        .isEqualTo(new Gamma(1.3));
    assertThat(RandomTransform.strokeWidth(0.7, 0.7).sample(new CounterRandom(1, 2, 3)))
        .isEqualTo(new StrokeWidth(0.7));
  }

  /**
   * A repeated run must draw what the first one drew, in every version. The numbers are from a
   * SplitMix64 in Python.
   */
  @Test
  void drawsTheRecordedNumbers() {
    assertThat(RandomTransform.erasing().build().sample(new CounterRandom(42, 1, 2)))
        .hasToString(
            "Erasing[area=0.04241695923461383, aspect=0.42860133636965664,"
                + " place=PerAxis[x=0.5537225760979773, y=5.7193590221382706E-5], darkest=0,"
                + " brightest=0, seed=408784126814571172]");
    assertThat(RandomTransform.lineStrikes().build().sample(new CounterRandom(42, 1, 2)))
        .hasToString(
            "TransformSequence[steps=[LineStrike[angle=-63.332433043657545,"
                + " offset=0.8595612175676361, thickness=1.0, ink=255]]]");
    assertThat(RandomTransform.gaussianNoise(0, 20).sample(new CounterRandom(42, 1, 2)))
        .hasToString("GaussianNoise[sigma=1.1798399597165177, seed=2732943237289795003]");
  }

  @Test
  void printsItsRanges() {
    assertThat(RandomTransform.strokeWidth(-1, 1.5))
        .hasToString("RandomStrokeWidth[change=[-1.0, 1.5]]");
    assertThat(RandomTransform.erasing().area(0.1, 0.2).aspect(0.5, 2).noise(3, 4).build())
        .hasToString("RandomErasing[area=[0.1, 0.2], aspect=[0.5, 2.0], fill=[3, 4]]");
    assertThat(RandomTransform.lineStrikes().lines(1, 2).build())
        .hasToString(
            "RandomLineStrikes[minLines=1, maxLines=2, angle=90.0, offset=8.0,"
                + " thickness=[1.0, 1.0], ink=[255, 255]]");
  }

  /** Range, mean, and Pearson's chi-squared over 20 bins: 43.8 is exceeded once in a thousand. */
  private static void uniform(
      RandomTransform transform,
      ToDoubleFunction<ImageTransform> parameter,
      double low,
      double high) {
    double[] values = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      values[i] = parameter.applyAsDouble(transform.sample(new CounterRandom(42, 3, i)));
    }
    double slack = 1e-12;
    assertThat(Arrays.stream(values).filter(v -> v < low - slack || v > high + slack)).isEmpty();
    double deviation = (high - low) / Math.sqrt(12.0 * DRAWS);
    assertThat(Arrays.stream(values).average().orElseThrow())
        .isEqualTo((low + high) / 2, within(4 * deviation));
    int[] bins = new int[20];
    for (double value : values) {
      bins[Math.min(Math.max((int) ((value - low) / (high - low) * 20), 0), 19)]++;
    }
    double expected = DRAWS / 20.0;
    double chiSquared = 0;
    for (int bin : bins) {
      chiSquared += (bin - expected) * (bin - expected) / expected;
    }
    assertThat(chiSquared).isLessThan(43.8);
  }
}
