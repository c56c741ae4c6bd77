package io.github.emnist.data.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.emnist.data.preprocess.InkLevels.Otsu;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class OtsuTest {
  @Test
  void twoLevelsAreSplitInTheMiddle() {
    long[] histogram = new long[256];
    histogram[40] = 3;
    histogram[200] = 50;
    assertThat(Otsu.threshold(histogram)).isEqualTo((40 + 199) / 2);
  }

  /** Otsu's other form: the threshold minimises the variance within the classes. */
  @Test
  void leavesTheLeastVarianceWithinTheClasses() {
    SplittableRandom random = new SplittableRandom(5);
    for (int run = 0; run < 50; run++) {
      long[] histogram = new long[32];
      for (int level = 0; level < 32; level++) {
        histogram[level] = random.nextInt(3) == 0 ? 0 : random.nextInt(1, 100);
      }
      double best = Double.POSITIVE_INFINITY;
      for (int threshold = 0; threshold < 31; threshold++) {
        best = Math.min(best, variance(histogram, threshold));
      }
      assertThat(variance(histogram, Otsu.threshold(histogram))).isCloseTo(best, within(1e-6));
    }
  }

  private static double variance(long[] histogram, int threshold) {
    return variance(histogram, 0, threshold) + variance(histogram, threshold + 1, 31);
  }

  private static double variance(long[] histogram, int first, int last) {
    double count = 0;
    double mean = 0;
    for (int level = first; level <= last; level++) {
      count += histogram[level];
      mean += (double) level * histogram[level];
    }
    mean /= count;
    double sum = 0;
    for (int level = first; level <= last; level++) {
      sum += histogram[level] * (level - mean) * (level - mean);
    }
    return count == 0 ? Double.POSITIVE_INFINITY : sum;
  }
}
