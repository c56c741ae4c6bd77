package io.github.emnist.augment;

import static io.github.emnist.augment.RandomTransform.Schedule.Shape.LINEAR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.emnist.augment.RandomTransform.Schedule;
import io.github.emnist.augment.Resampling.FillMode;
import io.github.emnist.augment.Resampling.Interpolation;
import io.github.emnist.augment.Transforms.AffineParameters;
import io.github.emnist.augment.Transforms.TransformSequence;
import io.github.emnist.data.GrayImage;
import io.github.emnist.data.internal.CounterRandom;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  /**
   * Bytes of garbage an image may leave, which is none of our making: from JDK 21 on, {@link
   * StrictMath} is Java code whose sine and cosine may fill small arrays.
   */
  static final int GARBAGE = Runtime.version().feature() < 21 ? 1 : 256;

  private static final int SIZE = 28 * 28;
  private static final int COUNT = 300;
  private static final byte[] SOURCE = Images.noise(28, 28 * COUNT, 1).toBytes();

  private static final Resampling EDGE = new Resampling(Interpolation.BILINEAR, FillMode.NEAREST);
  private static final RandomTransform TURN = RandomTransform.affine().rotation(20).build();
  private static final RandomTransform MOVE =
      RandomTransform.affine().shift(3).zoom(0.8, 1.2).build();

  /** No step, one, and several: combined, separate, randomly chosen, depending on the epoch. */
  private static final List<Augmentation> ALL =
      List.of(
          Augmentation.none(),
          Augmentation.standard(),
          Augmentation.of(TURN, RandomTransform.gaussianNoise(0, 9), MOVE),
          Augmentation.of(TURN, RandomTransform.lineStrikes().lines(0, 2).build(), MOVE),
          Augmentation.of(RandomTransform.elastic(34, 4), TURN, RandomTransform.perspective(0.2)),
          Augmentation.of(MOVE.scheduled(new Schedule(LINEAR, 0, 9, 0, 1)), TURN),
          Augmentation.keras(10, 0.1, 2, 0.1, 9, EDGE),
          Augmentation.trivialAugment(),
          Augmentation.randAugment(3, 20));

  @Test
  void givesTheSameBytesForAnyBatchSizeAndOrder() {
    for (Augmentation augmentation : ALL) {
      byte[] whole = new byte[SOURCE.length];
      augmentation.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(whole, 28, 28), 7, 2, 1000);
      for (int batch : new int[] {1, 7, 128}) {
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < COUNT; i += batch) {
          starts.add(i);
        }
        Collections.shuffle(starts, new Random(batch));
        byte[] parts = new byte[SOURCE.length];
        for (int i : starts) {
          int count = Math.min(batch, COUNT - i);
          Pixels from = Pixels.of(SOURCE, i * SIZE, count, 28, 28);
          Pixels to = Pixels.of(parts, i * SIZE, count, 28, 28);
          augmentation.apply(from, to, 7, 2, 1000 + i);
        }
        assertThat(parts).isEqualTo(whole);
      }
    }
  }

  @Test
  void givesTheSameBytesForAnyNumberOfThreads() throws Exception {
    for (Augmentation augmentation : ALL) {
      byte[] whole = new byte[SOURCE.length];
      augmentation.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(whole, 28, 28), 7, 2, 0);
      byte[] parts = new byte[SOURCE.length];
      ExecutorService threads = Executors.newFixedThreadPool(4);
      try {
        List<Future<?>> pending = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
          int image = i;
          pending.add(
              threads.submit(
                  () ->
                      augmentation.apply(
                          Pixels.of(SOURCE, image * SIZE, 1, 28, 28),
                          Pixels.of(parts, image * SIZE, 1, 28, 28),
                          7,
                          2,
                          image)));
        }
        for (Future<?> future : pending) {
          future.get();
        }
      } finally {
        threads.shutdown();
      }
      assertThat(parts).isEqualTo(whole);
    }
  }

  @Test
  void sampleRepeatsAnyAugmentedImage() {
    for (Augmentation augmentation : ALL) {
      byte[] target = new byte[SOURCE.length];
      augmentation.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(target, 28, 28), 7, 2, 50);
      for (int i = 0; i < COUNT; i += 17) {
        TransformSequence drawn = augmentation.sample(7, 2, 50 + i);
        assertThat(drawn).isEqualTo(augmentation.sample(7, 2, 50 + i));
        assertThat(drawn.apply(GrayImage.of(28, 28, SOURCE, i * SIZE)))
            .isEqualTo(GrayImage.of(28, 28, target, i * SIZE));
      }
    }
  }

  /** Whether neighbours combine depends on the drawn transforms alone. */
  @Test
  void sampleRepeatsForeignTransforms() {
    RandomTransform foreignTurn =
        random -> new AffineParameters(40 * random.nextDouble(), 0, 0, 1, 1, 0);
    RandomTransform foreignNothing = random -> new TransformSequence(List.of());
    RandomTransform foreignNegative =
        random ->
            (from, to) -> {
              for (int i = 0; i < from.length(); i++) {
                to.array()[to.offset() + i] = (byte) ~from.array()[from.offset() + i];
              }
            };
    RandomTransform foreignEither =
        random -> (random.nextDouble() < 0.5 ? foreignTurn : foreignNegative).sample(random);
    for (RandomTransform between :
        List.of(
            RandomTransform.lineStrikes().lines(0, 1).build(),
            RandomTransform.lineStrikes().lines(0, 3).build().withProbability(0.5),
            RandomTransform.sequence(),
            foreignTurn,
            foreignNothing,
            foreignNegative,
            foreignEither,
            RandomTransform.oneOf(foreignEither, foreignNothing, MOVE),
            foreignTurn.scheduled(new Schedule(LINEAR, 0, 9, 0, 1)))) {
      Augmentation augmentation = Augmentation.of(TURN, between, MOVE);
      byte[] target = new byte[SOURCE.length];
      augmentation.apply(Pixels.of(SOURCE, 28, 28), Pixels.of(target, 28, 28), 7, 2, 50);
      RandomTransform whole = RandomTransform.sequence(TURN, between, MOVE);
      for (int i = 0; i < 50; i++) {
        GrayImage image = GrayImage.of(28, 28, SOURCE, i * SIZE);
        assertThat(augmentation.sample(7, 2, 50 + i).apply(image))
            .as("image %s, %s", i, between)
            .isEqualTo(GrayImage.of(28, 28, target, i * SIZE));
        byte[] direct = new byte[SIZE];
        whole.apply(new CounterRandom(1, 2, i), Pixels.of(image), Pixels.of(direct, 28, 28));
        assertThat(whole.sample(new CounterRandom(1, 2, i)).apply(image))
            .isEqualTo(GrayImage.of(28, 28, direct));
      }
    }
  }

  @Test
  void seedEpochAndPositionChangeTheDraws() {
    TransformSequence drawn = Augmentation.standard().sample(1, 1, 1);
    assertThat(drawn.steps()).hasSize(1);
    assertThat(drawn)
        .isNotEqualTo(Augmentation.standard().sample(2, 1, 1))
        .isNotEqualTo(Augmentation.standard().sample(1, 2, 1))
        .isNotEqualTo(Augmentation.standard().sample(1, 1, 2));
  }

  /**
   * A repeated run must draw what the first one drew, in every version. The numbers are from a
   * SplitMix64 in Python.
   */
  @Test
  void drawsTheRecordedNumbers() {
    AffineParameters drawn =
        (AffineParameters) Augmentation.standard().sample(42, 1, 2).steps().get(0);
    assertThat(drawn.rotation()).isEqualTo(1.3568069886916234);
    assertThat(drawn.shift().x()).isEqualTo(-1.6126925366761222);
    assertThat(drawn.shift().y()).isEqualTo(1.8549402441697045);
    assertThat(drawn.zoom().x()).isEqualTo(0.9009865551650973);
    assertThat(drawn.zoom().y()).isEqualTo(1.0534715660252234);
    assertThat(drawn.shear()).isEqualTo(-0.04785274339752374);
  }

  @Test
  void noneCopies() {
    byte[] target = new byte[SOURCE.length];
    Augmentation.none().apply(Pixels.of(SOURCE, 28, 28), Pixels.of(target, 28, 28), 1, 2, 3);
    assertThat(target).isEqualTo(SOURCE);
    assertThat(Augmentation.none().sample(1, 2, 3).steps()).isEmpty();
  }

  @Test
  void presetsGrowInStrength() {
    double last = -1;
    for (String name : List.of("none", "light", "standard", "strong")) {
      byte[] target = new byte[SOURCE.length];
      byte[] source = spots();
      Augmentation.fromName(name)
          .apply(Pixels.of(source, 28, 28), Pixels.of(target, 28, 28), 1, 2, 3);
      double change = 0;
      for (int i = 0; i < source.length; i++) {
        change += Math.abs((source[i] & 0xFF) - (target[i] & 0xFF));
      }
      assertThat(change).as(name).isGreaterThan(1.2 * last);
      last = change;
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "light", "standard", "strong"})
  void presetsHaveNames(String name) {
    Augmentation preset = Augmentation.fromName(name);
    assertThat(preset.name()).contains(name);
    assertThat(preset.toString()).startsWith("Augmentation[" + name + ": ");
  }

  @Test
  void presetsHaveTheirRanges() {
    assertThat(Augmentation.fromName("none")).isEqualTo(Augmentation.none());
    assertThat(Augmentation.fromName("light")).isEqualTo(Augmentation.light());
    assertThat(Augmentation.fromName("standard")).isEqualTo(Augmentation.standard());
    assertThat(Augmentation.fromName("strong")).isEqualTo(Augmentation.strong());
    assertThat(Augmentation.standard())
        .hasToString(
            "Augmentation[standard: [RandomAffine[rotation=10.0, shiftX=2.0, shiftY=2.0,"
                + " zoom=[0.9, 1.1], jointZoom=false, shear=0.15, resampling=Resampling["
                + "interpolation=BILINEAR, fill=CONSTANT, value=0]]]]");
  }

  @Test
  void equalsByItsTransforms() {
    Augmentation one = Augmentation.of(TURN, MOVE);
    assertThat(one)
        .isEqualTo(Augmentation.of(TURN, MOVE))
        .hasSameHashCodeAs(Augmentation.of(TURN, MOVE))
        .isNotEqualTo(Augmentation.of(MOVE, TURN));
    assertThat(one.name()).isEmpty();
    assertThat(one.toString()).startsWith("Augmentation[custom: [RandomAffine[rotation=20.0,");
    RandomTransform standard =
        RandomTransform.affine().rotation(10).shift(2).zoomPerAxis(0.9, 1.1).shear(0.15).build();
    assertThat(Augmentation.of(standard).name()).contains("standard");
  }

  @Test
  void refusesAnUnknownName() {
    assertThatThrownBy(() -> Augmentation.fromName("Strong"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("augmentation 'Strong' must be one of none, light, standard, strong");
  }

  @Test
  void refusesABatchThatDoesNotFit() {
    Pixels source = Pixels.of(SOURCE, 28, 28);
    assertThatThrownBy(() -> Pixels.of(new byte[SIZE], 0, 2, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("array (784 bytes) must hold 2 images of 28 x 28 from offset 0");
    assertThatThrownBy(() -> Pixels.of(SOURCE, 0, -1, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count (-1) must be at least 0");
    assertThatThrownBy(() -> Pixels.of(SOURCE, 28, 29))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("array (235200 bytes) must hold whole images of 28 x 29");
    assertThatThrownBy(() -> Pixels.of(new byte[SIZE], 28, 28).moveTo(SOURCE, SOURCE.length - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("array (235200 bytes) must hold 1 images of 28 x 28 from offset 235199");
    Pixels one = Pixels.of(new byte[SIZE], 28, 28);
    assertThatThrownBy(() -> Augmentation.none().apply(source, one, 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target (1 images of 28 x 28) must be 300 images of 28 x 28");
    assertThatThrownBy(() -> AffineParameters.IDENTITY.apply(source, one))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source (300 images of 28 x 28) must be one image");
    assertThatThrownBy(() -> Augmentation.none().apply(source, source, 1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("source and target overlap: 235200 bytes from 0 and from 0 of one array");
  }

  /**
   * The least of several windows counts: when the compiler gets round to the code that makes no
   * garbage is not known beforehand. Real garbage is in every window.
   */
  @Test
  void allocatesNothingPerImageAfterWarmUp() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Pixels source = Pixels.of(SOURCE, 28, 28);
    Pixels target = Pixels.of(new byte[SOURCE.length], 28, 28);
    for (Augmentation augmentation : ALL) {
      double least = Double.MAX_VALUE;
      for (int window = 0; window < 50 && least >= GARBAGE; window++) {
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int batch = 0; batch < 10; batch++) {
          augmentation.apply(source, target, 1, 5, batch * COUNT);
        }
        long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        least = Math.min(least, (after - before) / (10.0 * COUNT));
      }
      assertThat(least).as("bytes an image").isLessThan(GARBAGE);
    }
  }

  private static byte[] spots() {
    byte[] pixels = new byte[SOURCE.length];
    for (int i = 0; i < COUNT; i++) {
      Images.spot(28, 28, 9 + i % 10, 9 + i % 9, 3).copyTo(pixels, i * SIZE);
    }
    return pixels;
  }
}
