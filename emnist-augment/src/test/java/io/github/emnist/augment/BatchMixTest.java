package io.github.emnist.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.emnist.augment.BatchMix.CutMix;
import io.github.emnist.augment.BatchMix.ImageMix;
import io.github.emnist.augment.BatchMix.MixUp;
import io.github.emnist.data.GrayImage;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BatchMixTest {
  private static final int SIZE = 784;
  private static final int COUNT = 200;
  private static final byte[] EPOCH = Images.noise(28, 28 * COUNT, 1).toBytes();

  static List<BatchMix> all() {
    return List.of(new MixUp(0.2), new MixUp(1), new CutMix(1), new CutMix(0.3));
  }

  @Test
  void everyOtherPositionIsEquallyOftenThePartner() {
    BatchMix mix = new MixUp(1);
    int[] found = new int[10];
    for (int epoch = 0; epoch < 9000; epoch++) {
      found[mix.partner(3, epoch, 4, 10)]++;
    }
    for (int partner = 0; partner < 10; partner++) {
      assertThat(found[partner]).isCloseTo(partner == 4 ? 0 : 1000, within(partner == 4 ? 0 : 130));
    }
    assertThat(mix.partner(3, 0, 0, 1)).isZero();
    assertThat(mix.partner(3, 0, Integer.MAX_VALUE - 1, Integer.MAX_VALUE))
        .isBetween(0, Integer.MAX_VALUE - 2);
  }

  @Test
  void seedEpochAndPositionChangeTheDraws() {
    for (BatchMix mix : all()) {
      assertThat(mix.sample(1, 1, 1))
          .isEqualTo(mix.sample(1, 1, 1))
          .isNotEqualTo(mix.sample(2, 1, 1))
          .isNotEqualTo(mix.sample(1, 2, 1))
          .isNotEqualTo(mix.sample(1, 1, 2));
      assertThat(mix.partner(1, 1, 1, 1_000_000))
          .isEqualTo(mix.partner(1, 1, 1, 1_000_000))
          .isNotEqualTo(mix.partner(2, 1, 1, 1_000_000))
          .isNotEqualTo(mix.partner(1, 2, 1, 1_000_000))
          .isNotEqualTo(mix.partner(1, 1, 2, 1_000_000));
    }
  }

  /**
   * A repeated run must draw what the first one drew, in every version. The numbers are from a
   * SplitMix64 in Python.
   */
  @Test
  void drawsTheRecordedNumbers() {
    assertThat(new MixUp(0.2).partner(42, 1, 2, 112_800)).isEqualTo(62_761);
    assertThat(new MixUp(0.2).sample(42, 1, 2)).hasToString("Blend[weight=0.9999961857292321]");
    assertThat(new CutMix(1).sample(42, 1, 2))
        .hasToString("Patch[area=0.8044137795367687, x=0.1169476121444879, y=0.2557035546479476]");
  }

  @ParameterizedTest
  @MethodSource("all")
  void appliesWhatItSamples(BatchMix mix) {
    for (int position = 0; position < COUNT; position++) {
      int partner = mix.partner(7, 3, position, COUNT);
      byte[] target = new byte[SIZE];
      double weight =
          mix.apply(
              image(EPOCH, position), image(EPOCH, partner), image(target, 0), 7, 3, position);
      ImageMix drawn = mix.sample(7, 3, position);
      assertThat(drawn.weight(28, 28)).isEqualTo(weight);
      GrayImage own = GrayImage.of(28, 28, EPOCH, position * SIZE);
      GrayImage other = GrayImage.of(28, 28, EPOCH, partner * SIZE);
      assertThat(drawn.apply(own, other)).isEqualTo(GrayImage.of(28, 28, target));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void givesTheSameBytesForAnyNumberOfThreads(BatchMix mix) throws Exception {
    byte[] one = new byte[EPOCH.length];
    for (int position = 0; position < COUNT; position++) {
      mixInto(mix, one, position);
    }
    byte[] many = new byte[EPOCH.length];
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> pending = new ArrayList<>();
      for (int position = COUNT - 1; position >= 0; position--) {
        int own = position;
        pending.add(threads.submit(() -> mixInto(mix, many, own)));
      }
      for (Future<?> future : pending) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(many).isEqualTo(one).isNotEqualTo(EPOCH);
  }

  private static void mixInto(BatchMix mix, byte[] target, int own) {
    int partner = mix.partner(5, 1, own, COUNT);
    mix.apply(image(EPOCH, own), image(EPOCH, partner), image(target, own), 5, 1, own);
  }

  private static Pixels image(byte[] images, int index) {
    return Pixels.of(images, index * SIZE, 1, 28, 28);
  }

  @ParameterizedTest
  @MethodSource("all")
  void mixesAnImageWithItselfToItself(BatchMix mix) {
    for (int position = 0; position < COUNT; position++) {
      byte[] target = new byte[SIZE];
      mix.apply(image(EPOCH, 0), image(EPOCH, 0), image(target, 0), 7, 3, position);
      assertThat(GrayImage.of(28, 28, target)).isEqualTo(GrayImage.of(28, 28, EPOCH, 0));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void allocatesNothingPerImageAfterWarmUp(BatchMix mix) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] target = new byte[EPOCH.length];
    Pixels own = image(EPOCH, 0);
    Pixels partner = image(EPOCH, 0);
    Pixels mixed = image(target, 0);
    double least = Double.MAX_VALUE;
    for (int window = 0; window < 100 && least >= AugmentationTest.GARBAGE; window++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int position = 0; position < COUNT; position++) {
        own.moveTo(EPOCH, position * SIZE);
        partner.moveTo(EPOCH, mix.partner(5, 1, position, COUNT) * SIZE);
        mix.apply(own, partner, mixed.moveTo(target, position * SIZE), 5, 1, position);
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, (after - before) / (double) COUNT);
    }
    assertThat(least).as("bytes an image").isLessThan(AugmentationTest.GARBAGE);
  }

  @Test
  void softLabelsHoldBothLabels() {
    float[] labels = {9, 9, 9, 9, 9, 9};
    BatchMix.softLabel(3, 0, 0.75, labels, 1, 4);
    assertThat(labels).containsExactly(9, 0.25f, 0, 0, 0.75f, 9);
    BatchMix.softLabel(2, 2, 0.3, labels, 1, 4);
    assertThat(labels).containsExactly(9, 0, 0, 1, 0, 9);
    BatchMix.softLabel(1, 2, 1, labels, 1, 4);
    assertThat(labels).containsExactly(9, 0, 1, 0, 0, 9);
  }

  @Test
  void refusesIllegalArguments() {
    refuses(() -> new MixUp(0), "MixUp alpha (0.0) must lie in [0.01, 100.0]");
    refuses(() -> new CutMix(Double.NaN), "CutMix alpha (NaN) must lie in [0.01, 100.0]");
    refuses(() -> new MixUp.Blend(1.1), "weight (1.1) must lie in [0.0, 1.0]");
    refuses(() -> new CutMix.Patch(-1, 0, 0), "patch area (-1.0) must lie in [0.0, 1.0]");
    refuses(() -> new CutMix.Patch(0, 2, 0), "patch x (2.0) must lie in [0.0, 1.0]");
    refuses(() -> new CutMix.Patch(0, 0, 2), "patch y (2.0) must lie in [0.0, 1.0]");
    refuses(() -> new MixUp(1).partner(1, 1, 5, 5), "position (5) must lie in [0, 5)");
    refuses(() -> new MixUp(1).partner(1, 1, -1, 5), "position (-1) must lie in [0, 5)");
    refuses(
        () -> BatchMix.softLabel(0, 0, 2, new float[1], 0, 1),
        "weight (2.0) must lie in [0.0, 1.0]");
    refuses(
        () -> new MixUp.Blend(1).apply(Images.noise(2, 3, 1), Images.noise(3, 2, 1)),
        "target (1 images of 2 x 3) must be 1 images of 3 x 2");
    assertThatThrownBy(() -> BatchMix.softLabel(4, 0, 1, new float[4], 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("own label (4) must lie in [0, 4)");
    assertThatThrownBy(() -> BatchMix.softLabel(0, -1, 1, new float[4], 0, 4))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("partner's label (-1) must lie in [0, 4)");
    assertThatThrownBy(() -> BatchMix.softLabel(0, 0, 1, new float[4], 1, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesATargetThatOverlapsAnImage(BatchMix mix) {
    byte[] array = new byte[100];
    Pixels own = Pixels.of(array, 0, 1, 5, 5);
    Pixels target = Pixels.of(array, 10, 1, 5, 5);
    Pixels other = Pixels.of(new byte[25], 5, 5);
    String message = "source and target overlap: 25 bytes from 0 and from 10 of one array";
    refuses(() -> mix.apply(own, other, target, 1, 1, 1), message);
    refuses(() -> mix.apply(other, own, target, 1, 1, 1), message);
  }

  private static void refuses(Runnable call, String message) {
    assertThatThrownBy(call::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
