package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of each transform of strokes, grey levels and parts of the image. */
class PixelTransformsTest {
  static List<RandomTransform> all() {
    return List.of(
        RandomTransform.strokeWidth(0.1, 3),
        RandomTransform.strokeWidth(-2, 2),
        RandomTransform.gaussianBlur(0.2, 1.5),
        RandomTransform.unsharpMask(0.5, 2, 1),
        RandomTransform.unsharpMask(0, 2, 1.7),
        RandomTransform.gamma(0.5, 2),
        RandomTransform.contrast(0.5, 2, 127.5),
        RandomTransform.contrast(0.3, 1, 0),
        RandomTransform.gaussianNoise(1, 30),
        RandomTransform.saltAndPepper(0.01, 0.1),
        RandomTransform.erasing().build(),
        RandomTransform.erasing().area(0.1, 0.2).aspect(0.5, 0.5).noise(10, 200).build(),
        RandomTransform.lineStrikes().build(),
        RandomTransform.lineStrikes().lines(0, 3).thickness(0.5, 2).ink(0, 255).build());
  }

  @ParameterizedTest
  @MethodSource("all")
  void appliesWhatItSamples(RandomTransform transform) {
    GrayImage image = Images.noise(28, 28, 2);
    int changed = 0;
    for (int i = 0; i < 50; i++) {
      byte[] target = new byte[784];
      transform.apply(new CounterRandom(1, 2, i), Pixels.of(image), Pixels.of(target, 28, 28));
      GrayImage again = transform.sample(new CounterRandom(1, 2, i)).apply(image);
      assertThat(GrayImage.of(28, 28, target)).isEqualTo(again);
      changed += again.equals(image) ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(25);
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesTheSameNumberOfNumbersEachTime(RandomTransform transform) {
    long expected = -1;
    for (int i = 0; i < 50; i++) {
      Counting sampling = new Counting(i);
      transform.sample(sampling);
      Counting applying = new Counting(i);
      transform.apply(applying, Pixels.of(new byte[35], 5, 7), Pixels.of(new byte[35], 5, 7));
      Counting weak = new Counting(i);
      transform.withStrength(0).sample(weak);
      expected = i == 0 ? sampling.taken : expected;
      assertThat(sampling.taken).isEqualTo(expected);
      assertThat(applying.taken).isEqualTo(expected);
      assertThat(weak.taken).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void changesNothingAtStrengthZeroAndLessAtHalf(RandomTransform transform) {
    GrayImage image = Pens.ring(28, 8, 3);
    RandomTransform none = transform.withStrength(0);
    double half = 0;
    double full = 0;
    for (int i = 0; i < 100; i++) {
      assertThat(none.sample(new CounterRandom(1, 0, i)).apply(image)).isEqualTo(image);
      half += change(transform.withStrength(0.5), image, i);
      full += change(transform, image, i);
    }
    assertThat(half).isGreaterThan(0).isLessThan(0.9 * full);
    assertThat(transform.withStrength(1)).isEqualTo(transform);
    assertThatThrownBy(() -> transform.withStrength(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strength (1.5) must lie in [0.0, 1.0]");
  }

  private static double change(RandomTransform transform, GrayImage image, int position) {
    GrayImage changed = transform.sample(new CounterRandom(1, 0, position)).apply(image);
    double sum = 0;
    for (int i = 0; i < 784; i++) {
      sum += Math.abs(changed.pixel(i % 28, i / 28) - image.pixel(i % 28, i / 28));
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("all")
  void isReadAsItWasWritten(RandomTransform transform) {
    Augmentation augmentation = Augmentation.of(transform);
    assertThat(Pipelines.read(augmentation.toJson())).isEqualTo(augmentation);
    assertThat(augmentation).hasSameHashCodeAs(Pipelines.read(augmentation.toJson()));
    for (RandomTransform other : all()) {
      if (other != transform && !other.toString().equals(transform.toString())) {
        assertThat(Augmentation.of(other)).isNotEqualTo(augmentation);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void writesNothingBesideTheTarget(RandomTransform transform) {
    GrayImage image = Images.noise(8, 6, 11);
    for (int i = 0; i < 20; i++) {
      byte[] both = new byte[200];
      Arrays.fill(both, (byte) 77);
      image.copyTo(both, 20);
      transform.apply(
          new CounterRandom(1, 2, i), Pixels.of(both, 20, 1, 8, 6), Pixels.of(both, 100, 1, 8, 6));
      assertThat(GrayImage.of(8, 6, both, 20)).isEqualTo(image);
      assertThat(GrayImage.of(8, 6, both, 100))
          .isEqualTo(transform.sample(new CounterRandom(1, 2, i)).apply(image));
      for (int k = 0; k < both.length; k++) {
        if (!(k >= 20 && k < 68) && !(k >= 100 && k < 148)) {
          assertThat(both[k]).as("byte %d", k).isEqualTo((byte) 77);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void takesImagesOfAnySizeInAnyOrder(RandomTransform transform) {
    int[][] sizes = {{1, 1}, {40, 40}, {1, 30}, {9, 9}, {3000, 2}, {28, 28}, {2, 3000}, {5, 28}};
    byte[][] first = new byte[sizes.length][];
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < sizes.length; i++) {
        GrayImage image = Images.noise(sizes[i][0], sizes[i][1], i);
        byte[] result = transform.sample(new CounterRandom(9, 0, i)).apply(image).toBytes();
        first[i] = round == 0 ? result : first[i];
        assertThat(result).isEqualTo(first[i]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesArraysThatDoNotFit(RandomTransform transform) {
    byte[] array = new byte[100];
    Pixels source = Pixels.of(array, 0, 1, 5, 5);
    Pixels target = Pixels.of(array, 24, 1, 5, 5);
    CounterRandom random = new CounterRandom(1, 1, 1);
    assertThatThrownBy(() -> transform.apply(random, source, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source and target overlap: 25 bytes from 0 and from 24 of one array");
    assertThatThrownBy(() -> transform.sample(random).apply(source, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source and target overlap: 25 bytes from 0 and from 24 of one array");
  }

  /** The least of several windows counts, as in {@link AugmentationTest}. */
  @ParameterizedTest
  @MethodSource("all")
  void allocatesNothingPerImageAfterWarmUp(RandomTransform transform) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Pixels source = Pixels.of(Images.noise(28, 28, 1));
    Pixels target = Pixels.of(new byte[784], 28, 28);
    CounterRandom random = new CounterRandom(1, 2, 3);
    double least = Double.MAX_VALUE;
    for (int window = 0; window < 100 && least >= AugmentationTest.GARBAGE; window++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 300; i++) {
        transform.apply(random, source, target);
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, (after - before) / 300.0);
    }
    assertThat(least).as("bytes an image").isLessThan(AugmentationTest.GARBAGE);
  }

  /** Counts the numbers taken from it. */
  private static final class Counting implements RandomGenerator {
    private final CounterRandom random;
    private int taken;

    Counting(long position) {
      random = new CounterRandom(4, 5, position);
    }

    @Override
    public long nextLong() {
      taken++;
      return random.nextLong();
    }
  }
}
